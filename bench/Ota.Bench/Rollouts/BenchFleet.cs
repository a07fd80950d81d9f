using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Bench.Register;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;

namespace Ota.Bench.Rollouts;

/// <summary>Vehicles as numbers from 1 on, of which everything else follows; nothing is kept of each, so that a million take no memory.</summary>
internal sealed class BenchFleet : IDisposable
{
    public const int Ecus = 3;

    private const int Keys = 256;

    private readonly Aes _vids = Aes.Create();
    private readonly BenchEcu[] _keys = [.. Enumerable.Range(0, Keys).Select(_ => new BenchEcu())];
    private readonly ByteString _after = ByteString.CopyFrom(Convert.FromHexString(After));

    /// <summary>What the bundle brings, on all ECUs.</summary>
    public static string After { get; } = Convert.ToHexStringLower(SHA256.HashData("after"u8));

    /// <summary>What they run.</summary>
    public static string Before { get; } = Convert.ToHexStringLower(SHA256.HashData("before"u8));

    /// <summary>The kinds of hardware of all vehicles, ECU by ECU.</summary>
    public static IReadOnlyList<string>[] AllHardware { get; } =
    [
        [.. Enumerable.Range(0, 3).Select(kind => $"tcu-{kind}")],
        [.. Enumerable.Range(0, 8).Select(kind => $"gw-{kind}")],
        [.. Enumerable.Range(0, 4).Select(kind => $"bms-{kind}")],
    ];

    public static string VinOf(long number) => MadeVehicles.VinOf((int)number);

    /// <summary>One in fifty is in service no more, and one in a hundred runs already what the bundle brings.</summary>
    public static bool IsActive(long number) => number % 50 != 0;

    public static string DigestOf(long number) => number % 100 == 1 ? After : Before;

    public static string HardwareOf(long number, int ecu)
    {
        int model = (int)(number % 8);
        return AllHardware[ecu][ecu switch { 0 => model % 3, 1 => model, _ => (int)(number % 4) }];
    }

    public static string SerialOf(long number, int ecu) => $"{"TGB"[ecu]}{number}";

    public BenchEcu KeyOf(long number, int ecu) => _keys[((number * Ecus) + ecu) % Keys];

    /// <summary>In no order of the numbers, as random ones are, and yet without a list.</summary>
    public Vid VidOf(long number)
    {
        Span<byte> plain = stackalloc byte[Vid.Size];
        plain.Clear();
        BinaryPrimitives.WriteInt64BigEndian(plain, number);
        Span<byte> bytes = stackalloc byte[Vid.Size];
        _vids.EncryptEcb(plain, bytes, PaddingMode.None);
        return Vid.TryParse(Convert.ToHexStringLower(bytes))!.Value;
    }

    public long NumberOf(Vid vid)
    {
        Span<byte> bytes = stackalloc byte[Vid.Size];
        _vids.DecryptEcb(Convert.FromHexString(vid.Value), bytes, PaddingMode.None);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>The signed inventory after the installation: a report of each ECU, and the primary's signature over all.</summary>
    public ByteString Inventory(long number, Vid vehicle, ByteString nonce, ulong counter)
    {
        ByteString vid = ByteString.CopyFrom(Convert.FromHexString(vehicle.Value));
        Inventory inventory = new() { Vid = vid, Counter = counter, Nonce = nonce };
        for (int ecu = 0; ecu < Ecus; ecu++)
        {
            EcuRole role = ecu == 0 ? EcuRole.Primary : EcuRole.Secondary;
            inventory.Reports.Add(KeyOf(number, ecu).Report(vid, SerialOf(number, ecu), HardwareOf(number, ecu), role, _after));
        }

        return KeyOf(number, 0).Seal(inventory);
    }

    public void Dispose() => _vids.Dispose();
}
