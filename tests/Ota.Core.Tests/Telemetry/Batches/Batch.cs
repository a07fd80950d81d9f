using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>What the tests of batches share.</summary>
internal static class Batch
{
    public const long Start = 1_700_000_000_000;

    public static SignalCatalogue Catalogue => SeedCatalogue.Catalogue;

    public static BatchHeader Header { get; } = new()
    {
        BootId = Boot("00112233445566778899aabbccddeeff"),
        Stream = 1,
        Seq = 1,
        CatalogueVersion = 1,
        CaptureMs = Start,
        MonotonicMs = 1_000,
        SentMs = Start + 10_000,
        ClockQuality = ClockQuality.Gnss,
    };

    public static BootId Boot(string hex) => BootId.TryParse(hex, out BootId id) ? id : throw new FormatException(hex);

    public static int Id(string path) => Catalogue.Find(path)!.Id;

    public static BatchProblem Read(ReadOnlySpan<byte> payload, out TelemetryBatch batch, BatchLimits? limits = null)
    {
        batch = new TelemetryBatch();
        return BatchReader.Read(payload, Catalogue, limits ?? BatchLimits.Default, batch);
    }
}
