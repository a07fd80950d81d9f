using System.Globalization;
using System.Security.Cryptography;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>Keys of ECUs, and the permissions to change one. A permission is good for one change and ends by itself.</summary>
internal sealed class EcuUnlocks(Database database, TimeProvider time, RandomNumberGenerator random)
{
    private const int IdSize = 16;

    /// <summary>Allows one change of an ECU's key.</summary>
    /// <returns>The permission's id, or null if the vehicle has no such ECU.</returns>
    public async Task<string?> TryUnlockAsync(
        long number, EcuSerial serial, string reason, DateTimeOffset expires, string actor, CancellationToken stop)
    {
        byte[] bytes = new byte[IdSize];
        random.GetBytes(bytes);
        string? id = null;
        await VehicleChange.RunAsync(database, number, actor, time.GetUtcNow(), async change =>
        {
            if (!(await KeysAsync(change, number, serial)).Any()) return;
            id = Convert.ToHexStringLower(bytes);
            const string insert = """
                INSERT INTO ecu_unlocks (id, vehicle, serial, operator, reason, granted, expires)
                VALUES (@id, @number, @Value, @actor, @reason, @Now, @until)
                """;
            await change.RunAsync(insert, new { id, number, serial.Value, actor, reason, change.Now, until = expires.ToUnixTimeMilliseconds() });
            await change.NoteAsync(VehicleEventKind.EcuUnlocked, new()
            {
                ["ecu"] = serial.Value,
                ["unlock"] = id,
                ["reason"] = reason,
                ["until"] = expires.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            });
        }, stop);
        return id;
    }

    /// <summary>
    /// Takes the key (SubjectPublicKeyInfo, DER) that a vehicle's ECU shows: the first one as it is, another one only against an unlock,
    /// which it uses up. The actor is the operator who brings it, or empty for the vehicle itself.
    /// </summary>
    public async Task<EcuKeyChange> TakeKeyAsync(
        long number, EcuSerial serial, ReadOnlyMemory<byte> publicKey, string actor, CancellationToken stop)
    {
        string shown = Convert.ToBase64String(publicKey.Span);
        EcuKeyChange outcome = EcuKeyChange.NoSuchEcu;
        await VehicleChange.RunAsync(
            database, number, actor, time.GetUtcNow(), async change => outcome = await TakeKeyAsync(change, number, serial, shown), stop);
        return outcome;
    }

    /// <summary>The same within another change; the key is in base64.</summary>
    public static async Task<EcuKeyChange> TakeKeyAsync(VehicleChange change, long number, EcuSerial serial, string shown)
    {
        if ((await KeysAsync(change, number, serial)).SingleOrDefault() is not { } known) return EcuKeyChange.NoSuchEcu;
        if (known == shown) return EcuKeyChange.Same;
        string? unlock = known.Length == 0 ? "" : await TryUseAsync(change, number, serial);
        if (unlock is null) return EcuKeyChange.Unexpected;
        await change.RunAsync(
            "UPDATE ecus SET public_key = @shown WHERE vehicle = @number AND serial = @Value", new { shown, number, serial.Value });
        Dictionary<string, string> facts = new() { ["ecu"] = serial.Value, ["to"] = DigestOf(shown) };
        if (known.Length > 0) (facts["from"], facts["unlock"]) = (DigestOf(known), unlock);
        await change.NoteAsync(VehicleEventKind.EcuKeyChanged, facts);
        return EcuKeyChange.Changed;
    }

    private static Task<IEnumerable<string>> KeysAsync(VehicleChange change, long number, EcuSerial serial) => change.QueryAsync<string>(
        "SELECT public_key FROM ecus WHERE vehicle = @number AND serial = @Value", new { number, serial.Value });

    // The one that ends first, so that a later one stays good.
    private static async Task<string?> TryUseAsync(VehicleChange change, long number, EcuSerial serial)
    {
        const string use = """
            UPDATE ecu_unlocks SET used = @Now WHERE id = (
                SELECT id FROM ecu_unlocks
                WHERE vehicle = @number AND serial = @Value AND used IS NULL AND expires > @Now ORDER BY expires, id LIMIT 1)
            RETURNING id
            """;
        return (await change.QueryAsync<string>(use, new { change.Now, number, serial.Value })).SingleOrDefault();
    }

    private static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(key)));
}
