using Ota.Core.Vehicles;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>The topic that vehicles publish their batches to.</summary>
internal static class TelemetryTopic
{
    private const string Filter = "v1/+/up/tm";

    private const int VidAt = 3;

    /// <summary>Reads the vid of a topic that matches the filter.</summary>
    public static bool TryRead(ReadOnlySpan<byte> topic, out VehicleKey vehicle)
    {
        vehicle = default;
        if (topic.Length != Filter.Length - 1 + Vid.Length) return false;
        return TryParse(topic.Slice(VidAt, Vid.Length), out vehicle);
    }

    public static VehicleKey KeyOf(Vid vid)
    {
        Span<byte> text = stackalloc byte[Vid.Length];
        System.Text.Encoding.ASCII.GetBytes(vid.Value, text);
        return TryParse(text, out VehicleKey key) ? key : throw new ArgumentException("Not a vid.", nameof(vid));
    }

    // As strict as Vid: a vehicle has one name.
    private static bool TryParse(ReadOnlySpan<byte> text, out VehicleKey vehicle)
    {
        UInt128 bits = 0;
        vehicle = default;
        foreach (byte digit in text)
        {
            int value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                _ => -1,
            };
            if (value < 0) return false;
            bits = (bits << 4) | (uint)value;
        }
        vehicle = new VehicleKey(bits);
        return true;
    }
}
