namespace Ota.Core.Vehicles.Contacts;

/// <summary>
/// When a vehicle was in contact. The same messages leave the same contact in whatever order, and however often, they come: each says
/// where it stands, and of two the later one counts. A death ends its own connection and no later one.
/// </summary>
public sealed record Contact
{
    /// <summary>Nothing was ever heard.</summary>
    public static Contact None { get; } = new();

    /// <summary>Where the latest birth stands.</summary>
    public MessagePosition? Birth { get; init; }

    /// <summary>When it came first.</summary>
    public DateTimeOffset? BirthTime { get; init; }

    /// <summary>When the first birth of its connection came.</summary>
    public DateTimeOffset? ConnectionTime { get; init; }

    /// <summary>The latest connection that is known to have ended.</summary>
    public MessagePosition? Death { get; init; }

    /// <summary>When that became known.</summary>
    public DateTimeOffset? DeathTime { get; init; }

    /// <summary>When anything came last.</summary>
    public DateTimeOffset? LastTime { get; init; }

    /// <summary>The catalogue of its telemetry, as the latest birth says.</summary>
    public long CatalogueVersion { get; init; }

    /// <summary>SHA-256 of its collection configuration, lower-case hexadecimal, or empty, as the latest birth says.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>
    /// Whether the latest birth's connection is not known to have ended. Who lost the server lost its witness too: whether the server that
    /// took the birth still runs is for the caller to ask.
    /// </summary>
    public bool IsOpen => Birth is { } birth && (Death is not { } death || birth.CompareConnection(death) > 0);

    /// <summary>What is known after a message.</summary>
    /// <param name="happened">What it says.</param>
    /// <param name="received">When it came.</param>
    public Contact After(ContactEvent happened, DateTimeOffset received)
    {
        Contact after = happened switch
        {
            ContactEvent.Born born => AfterBirth(born, received),
            ContactEvent.Died died => AfterDeath(died.Position, received),
            _ => this,
        };
        return LastTime is { } last && last >= received ? after : after with { LastTime = received };
    }

    private Contact AfterBirth(ContactEvent.Born born, DateTimeOffset received)
    {
        MessagePosition position = born.Position;
        int connection = Birth is { } birth ? position.CompareConnection(birth) : 1;
        Contact after = this;
        if (connection > 0) after = after with { ConnectionTime = received };
        else if (connection == 0) after = after with { ConnectionTime = Earlier(ConnectionTime, received) };
        if (Birth is { } known && !position.IsAfter(known))
            return position == known ? after with { BirthTime = Earlier(BirthTime, received) } : after;
        return after with
        {
            Birth = position,
            BirthTime = received,
            CatalogueVersion = born.CatalogueVersion,
            Configuration = born.Configuration,
        };
    }

    private Contact AfterDeath(MessagePosition position, DateTimeOffset received)
    {
        int connection = Death is { } death ? position.CompareConnection(death) : 1;
        return connection switch
        {
            > 0 => this with { Death = position with { Seq = 0 }, DeathTime = received },
            0 => this with { DeathTime = Earlier(DeathTime, received) },
            _ => this,
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? known, DateTimeOffset received) => known < received ? known : received;
}
