namespace Ota.Core.Vehicles.Contacts;

/// <summary>What a vehicle, or the broker in its place, says of its connection.</summary>
/// <param name="Position">The connection, and the number of the message on it.</param>
public abstract record ContactEvent(MessagePosition Position)
{
    /// <summary>A birth.</summary>
    /// <param name="Position">Where it stands.</param>
    /// <param name="CatalogueVersion">The catalogue of its telemetry.</param>
    /// <param name="Configuration">SHA-256 of its collection configuration, lower-case hexadecimal, or empty.</param>
    public sealed record Born(MessagePosition Position, long CatalogueVersion, string Configuration) : ContactEvent(Position);

    /// <summary>An inventory on its own.</summary>
    /// <param name="Position">Where it stands.</param>
    public sealed record Reported(MessagePosition Position) : ContactEvent(Position);

    /// <summary>The end of a connection; the number of the message means nothing.</summary>
    /// <param name="Position">The connection.</param>
    public sealed record Died(MessagePosition Position) : ContactEvent(Position);
}
