using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>A vehicle's contact as stored; times in Unix milliseconds.</summary>
internal sealed class ContactRow
{
    public const string Columns = """
        vehicle, birth, birth_time AS BirthTime, connection_time AS ConnectionTime, death, death_time AS DeathTime,
        last_time AS LastTime, catalogue_version AS CatalogueVersion, configuration, run, inventory,
        inventory_state AS InventoryState, inventory_counter AS InventoryCounter, inventory_key AS InventoryKey,
        inventory_digest AS InventoryDigest, proven_time AS ProvenTime, alarm_day AS AlarmDay, alarms, alarm_digest AS AlarmDigest
        """;

    public long Vehicle { get; init; }

    public string Birth { get; init; } = "";

    public long? BirthTime { get; init; }

    public long? ConnectionTime { get; init; }

    public string Death { get; init; } = "";

    public long? DeathTime { get; init; }

    public long? LastTime { get; init; }

    public long CatalogueVersion { get; init; }

    public string Configuration { get; init; } = "";

    public string Run { get; set; } = "";

    public string Inventory { get; init; } = "";

    public long InventoryState { get; init; }

    public long InventoryCounter { get; init; }

    public string InventoryKey { get; init; } = "";

    public string InventoryDigest { get; init; } = "";

    public long? ProvenTime { get; init; }

    public long AlarmDay { get; set; }

    public long Alarms { get; set; }

    public string AlarmDigest { get; set; } = "";

    public static ContactRow From(long vehicle, Contact contact, InventoryStanding standing) => new()
    {
        Vehicle = vehicle,
        Birth = contact.Birth?.ToString() ?? "",
        BirthTime = contact.BirthTime?.ToUnixTimeMilliseconds(),
        ConnectionTime = contact.ConnectionTime?.ToUnixTimeMilliseconds(),
        Death = contact.Death?.ToString() ?? "",
        DeathTime = contact.DeathTime?.ToUnixTimeMilliseconds(),
        LastTime = contact.LastTime?.ToUnixTimeMilliseconds(),
        CatalogueVersion = contact.CatalogueVersion,
        Configuration = contact.Configuration,
        Inventory = standing.Position?.ToString() ?? "",
        InventoryState = (long)standing.State,
        InventoryCounter = (long)standing.Counter,
        InventoryKey = standing.PrimaryKey,
        InventoryDigest = standing.Digest,
        ProvenTime = standing.ProvenTime?.ToUnixTimeMilliseconds(),
    };

    public Contact ToContact() => new()
    {
        Birth = MessagePosition.TryParse(Birth),
        BirthTime = TimeOf(BirthTime),
        ConnectionTime = TimeOf(ConnectionTime),
        Death = MessagePosition.TryParse(Death),
        DeathTime = TimeOf(DeathTime),
        LastTime = TimeOf(LastTime),
        CatalogueVersion = CatalogueVersion,
        Configuration = Configuration,
    };

    public InventoryStanding ToStanding() => new()
    {
        State = (InventoryState)InventoryState,
        Position = MessagePosition.TryParse(Inventory),
        Counter = (ulong)InventoryCounter,
        PrimaryKey = InventoryKey,
        Digest = InventoryDigest,
        ProvenTime = TimeOf(ProvenTime),
    };

    private static DateTimeOffset? TimeOf(long? time) => time is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
