using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Xunit.Abstractions;

namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>The promise on size, held over every 10 s window of the recorded car, wherever the windows begin.</summary>
public sealed class BatchSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_ten_seconds_of_the_recorded_car_fit_one_kilobyte()
    {
        List<int> sizes = [];
        RecordedReading[] car = [.. Recording.Read("css_can.events.csv.gz").Where(reading => reading.Vehicle == "css-ice1")];
        BatchBuilder builder = new(Batch.Catalogue);
        for (long shift = 0; shift < 10_000; shift += 1_000)
        {
            ulong seq = 100_000;
            foreach (IGrouping<long, RecordedReading> window in car.GroupBy(reading => (reading.TimeMs - shift) / 10_000))
            {
                foreach (RecordedReading reading in window) Recording.AddTo(builder, reading).Should().Be(ValueProblem.None, reading.ToString());
                long start = (window.Key * 10_000) + shift;
                sizes.Add(builder.Build(Batch.Header with
                {
                    Seq = ++seq,
                    CaptureMs = start,
                    SentMs = start + 10_000,
                    MonotonicMs = seq * 10_000,
                    Historical = true,
                    Campaign = 1_000,
                    CampaignVersion = 100,
                }).Length);
            }
        }

        sizes.Sort();
        output.WriteLine($"{sizes.Count} windows: median {sizes[sizes.Count / 2]}, largest {sizes[^1]} bytes");
        sizes.Count.Should().BeGreaterThan(2_300);
        sizes[^1].Should().BeLessThanOrEqualTo(1_000);
    }
}
