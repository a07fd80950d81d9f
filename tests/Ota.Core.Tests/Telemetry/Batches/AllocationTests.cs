using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Tests.Telemetry.Batches;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decoding_and_validating_a_recorded_batch_allocates_nothing(bool deflate)
    {
        BatchBuilder builder = new(Batch.Catalogue);
        foreach (RecordedReading reading in Recording.Read("css_can.events.csv.gz").Take(500)) Recording.AddTo(builder, reading);
        byte[] payload = builder.Build(Batch.Header with { CaptureMs = 1_627_274_455_000 }, deflate);
        TelemetryBatch batch = new();
        for (int i = 0; i < 100; i++) BatchReader.Read(payload, Batch.Catalogue, BatchLimits.Default, batch).Should().Be(BatchProblem.None);

        const int Rounds = 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) BatchReader.Read(payload, Batch.Catalogue, BatchLimits.Default, batch);
        long perRound = (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
        perRound.Should().Be(0);
        batch.Readings.Should().Be(500);
    }

    [Fact]
    public void Looking_up_a_signal_allocates_nothing()
    {
        SignalCatalogue catalogue = Batch.Catalogue;
        const int Rounds = 10_000;
        int found = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            if (catalogue.Find((uint)i % 64, 1) is not null && catalogue.Find("Vehicle.Speed") is not null) found++;
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / Rounds).Should().Be(0);
        found.Should().BeGreaterThan(0);
    }
}
