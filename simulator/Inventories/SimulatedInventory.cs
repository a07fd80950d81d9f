using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Ota.Payloads.V1;

namespace Ota.Simulator.Inventories;

/// <summary>The ECUs of one vehicle, from its file <c>{vid}.json</c>: a list of <see cref="SimulatedEcu"/>, the primary first.</summary>
internal sealed class SimulatedInventory(string vid, IReadOnlyList<SimulatedEcu> ecus)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <returns>Null if the folder has no file for the vehicle.</returns>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static SimulatedInventory? TryRead(string folder, string vid)
    {
        string file = Path.Combine(folder, vid + ".json");
        return File.Exists(file) ? Read(file, vid) : null;
    }

    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static SimulatedInventory Read(string file, string vid)
    {
        try
        {
            SimulatedEcu[]? ecus = JsonSerializer.Deserialize<SimulatedEcu[]>(File.ReadAllBytes(file), Form);
            if (ecus is not { Length: > 0 }) throw new InvalidDataException($"{file} has no ECU.");
            SimulatedInventory inventory = new(vid, ecus);
            inventory.Sign(counter: 1, madeMs: 0); // A key or digest that is none shows now.
            return inventory;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{file} is no list of ECUs: {e.Message}", e);
        }
    }

    /// <summary>The ECUs, the primary first.</summary>
    public IReadOnlyList<SimulatedEcu> Ecus => ecus;

    /// <summary>The same vehicle with another image in one ECU.</summary>
    public SimulatedInventory With(SimulatedEcu ecu) => new(vid, [.. ecus.Select(one => one.Serial == ecu.Serial ? ecu : one)]);

    /// <summary>A SignedInventory, as bytes.</summary>
    /// <param name="counter">Greater each time.</param>
    /// <param name="madeMs">By the vehicle's clock.</param>
    /// <param name="nonce">What the backend asked to be repeated; null if nothing.</param>
    public ByteString Sign(ulong counter, long madeMs, ByteString? nonce = null)
    {
        nonce ??= ByteString.Empty;
        ByteString bytes = ByteString.CopyFrom(Convert.FromHexString(vid));
        Inventory inventory = new() { Vid = bytes, Counter = counter, MadeMs = madeMs, Nonce = nonce };
        inventory.Reports.Add(ecus.Select((ecu, i) => ecu.Report(bytes, isPrimary: i == 0, nonce)));
        ByteString content = inventory.ToByteString();
        return new SignedInventory { Inventory = content, Signature = ecus[0].Sign(content) }.ToByteString();
    }
}
