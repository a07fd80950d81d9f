using System.Data.Common;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>An ECU as inventories are held against it.</summary>
internal sealed class InventoriedEcu
{
    public string Serial { get; init; } = "";

    public string HardwareId { get; init; } = "";

    public long Role { get; init; }

    public string PublicKey { get; init; } = "";

    public string Image { get; init; } = "";

    public string Version { get; init; } = "";

    public string Digest { get; init; } = "";

    public string PreviousImage { get; init; } = "";

    public string PreviousVersion { get; init; } = "";

    public string PreviousDigest { get; init; } = "";

    public long Counter { get; init; }

    public long PreviousCounter { get; init; }

    public long Unlocks { get; init; }

    /// <summary>What a SELECT from the ECUs, named <c>e</c>, reads; serial comes first.</summary>
    /// <param name="now">An expression: unlocks that have ended by then do not count.</param>
    public static string Columns(string now) => $"""
        e.serial, e.hardware_id AS HardwareId, e.role, e.public_key AS PublicKey, e.image, e.version, e.digest,
        e.previous_image AS PreviousImage, e.previous_version AS PreviousVersion, e.previous_digest AS PreviousDigest,
        e.counter, e.previous_counter AS PreviousCounter,
        (SELECT COUNT(*) FROM ecu_unlocks u
            WHERE u.vehicle = e.vehicle AND u.serial = e.serial AND u.used IS NULL AND u.expires > {now}) AS Unlocks
        """;

    /// <summary>The ECUs of vehicles, by the vehicles' numbers, each as of a time.</summary>
    public static async Task<ILookup<long, InventoriedEcu>> LoadAsync(
        Database database, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<(long Number, DateTimeOffset Now)> vehicles)
    {
        string sql = $"""
            SELECT e.vehicle, {Columns("r.now")}
            FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "now BIGINT")} JOIN ecus e ON e.vehicle = r.vehicle ORDER BY e.vehicle, e.serial
            """;
        string rows = RowTable.Text(vehicles.Select(one => new object?[] { one.Number, one.Now.ToUnixTimeMilliseconds() }));
        IEnumerable<(long Vehicle, InventoriedEcu Ecu)> found = vehicles.Count == 0
            ? []
            : await connection.QueryAsync<long, InventoriedEcu, (long, InventoriedEcu)>(sql, (vehicle, ecu) => (vehicle, ecu), new { rows }, transaction, splitOn: "serial");
        return found.ToLookup(row => row.Vehicle, row => row.Ecu);
    }

    /// <summary>Says what a verdict on these ECUs depends on.</summary>
    public static string BasisOf(IEnumerable<InventoriedEcu> ecus) => string.Join(
        '\n', ecus.Select(ecu => $"{ecu.Serial} {ecu.HardwareId} {ecu.Role} {ecu.PublicKey} {ecu.Unlocks > 0}"));

    public RegisteredEcu ToRegistered() => new(
        EcuSerial.TryParse(Serial)!,
        Core.Vehicles.HardwareId.TryParse(HardwareId)!,
        (EcuRole)Role,
        Convert.FromBase64String(PublicKey),
        Unlocks > 0);

    /// <summary>What it ran; the counters are 0 where another primary counts now.</summary>
    public ImageHistory ToHistory(bool beginsAnew) => new(
        new SoftwareImage(Image, Version, Digest),
        beginsAnew ? 0 : (ulong)Counter,
        new SoftwareImage(PreviousImage, PreviousVersion, PreviousDigest),
        beginsAnew ? 0 : (ulong)PreviousCounter);
}
