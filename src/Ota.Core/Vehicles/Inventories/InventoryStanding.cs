using Ota.Core.Vehicles.Contacts;

namespace Ota.Core.Vehicles.Inventories;

/// <summary>
/// What is known of a vehicle's inventories, and what a further one means. An honest vehicle's counter and the positions of its messages
/// rise together, so an inventory that is both older and lower was only late; any other that is not newer is an old one shown again.
/// </summary>
public sealed record InventoryStanding
{
    /// <summary>Nothing known.</summary>
    public static InventoryStanding None { get; } = new();

    /// <summary>How the latest one stands.</summary>
    public InventoryState State { get; init; }

    /// <summary>The message with the latest proven one.</summary>
    public MessagePosition? Position { get; init; }

    /// <summary>Its counter.</summary>
    public ulong Counter { get; init; }

    /// <summary>SHA-256 of the key that signed it, lower-case hexadecimal.</summary>
    public string PrimaryKey { get; init; } = "";

    /// <summary>SHA-256 of all its bytes, lower-case hexadecimal.</summary>
    public string Digest { get; init; } = "";

    /// <summary>When it came first.</summary>
    public DateTimeOffset? ProvenTime { get; init; }

    /// <summary>Whether these bytes are the latest proven inventory, which need not be verified again.</summary>
    public bool Knows(string digest) => Digest.Length > 0 && digest == Digest;

    /// <summary>What an inventory means.</summary>
    /// <param name="position">Where its message stands.</param>
    /// <param name="digest">SHA-256 of its bytes.</param>
    /// <param name="verdict">How far it is believed.</param>
    /// <param name="received">When it came.</param>
    public InventoryStep After(MessagePosition position, string digest, InventoryVerdict verdict, DateTimeOffset received) => verdict switch
    {
        _ when Knows(digest) => AfterRepeat(position, received),
        InventoryVerdict.Proven proven => AfterProven(position, digest, proven, received),
        InventoryVerdict.Refused refused => Alarm(refused.Problems),
        _ => new InventoryStep(this with { State = InventoryState.Unproven }),
    };

    private InventoryStep AfterRepeat(MessagePosition position, DateTimeOffset received) => new(this with
    {
        State = InventoryState.Proven,
        Position = Position is { } known && known.IsAfter(position) ? known : position,
        ProvenTime = ProvenTime < received ? ProvenTime : received,
    });

    private InventoryStep AfterProven(MessagePosition position, string digest, InventoryVerdict.Proven proven, DateTimeOffset received)
    {
        bool isOtherKey = proven.PrimaryKey != PrimaryKey;
        bool isNewer = isOtherKey || (proven.Counter > Counter && (Position is not { } known || position.IsAfter(known)));
        if (isNewer)
        {
            InventoryStanding next = this with
            {
                State = InventoryState.Proven,
                Position = position,
                Counter = proven.Counter,
                PrimaryKey = proven.PrimaryKey,
                Digest = digest,
                ProvenTime = received,
            };
            return new InventoryStep(next) { Taken = proven, BeginsAnew = isOtherKey };
        }

        bool isLate = proven.Counter < Counter && Position is { } latest && latest.IsAfter(position);
        return isLate ? new InventoryStep(this) { Taken = proven } : Alarm([new InventoryProblem(InventoryProblemKind.Replayed)]);
    }

    private InventoryStep Alarm(IReadOnlyList<InventoryProblem> problems) =>
        new(this with { State = InventoryState.Refused }) { Problems = problems };
}
