using System.Globalization;
using System.Text;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Simulator.Trips;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Ingest;

/// <summary>What some recorded cars publish, in the order in which they drove; every seventh batch was buffered without network.</summary>
internal static class RecordedFleet
{
    private const int BatchesEach = 30;
    private const int Cars = 5;

    private static readonly Lazy<(byte[] Topic, byte[] Payload)[]> All = new(Make);

    /// <summary>Topics and payloads.</summary>
    public static IReadOnlyList<(byte[] Topic, byte[] Payload)> Messages => All.Value;

    public static string VidOf(int car) => car.ToString("x32", CultureInfo.InvariantCulture);

    public static IEnumerable<string> Vids => Enumerable.Range(1, Cars).Select(VidOf);

    private static (byte[] Topic, byte[] Payload)[] Make()
    {
        IReadOnlyList<RecordedTrip> trips =
            new TripReader(RepositoryRoot.Combine("simulator/Recordings"), TimeSpan.FromSeconds(10), BatchesEach).Read("");
        RecordedTrip[] chosen = [.. trips.Where((_, i) => i % (trips.Count / Cars) == 0).Take(Cars)];
        chosen.Should().HaveCount(Cars);
        return [.. chosen.SelectMany((trip, i) => Drive(i + 1, trip))];
    }

    private static IEnumerable<(byte[] Topic, byte[] Payload)> Drive(int car, RecordedTrip trip)
    {
        BatchBuilder builder = new(SeedCatalogue.Catalogue);
        byte[] topic = Encoding.ASCII.GetBytes(Batches.Topic(VidOf(car)));
        long begin = History.Messages.Noon - trip.Batches[^1].EndMs - 1000;
        ulong live = 0;
        ulong buffered = 0;
        for (int i = 0; i < trip.Batches.Count; i++)
        {
            TripBatch batch = trip.Batches[i];
            bool wasBuffered = i % 7 == 3;
            BatchHeader header = new()
            {
                BootId = Batches.Boot,
                Stream = wasBuffered ? 2u : 1u,
                Seq = wasBuffered ? ++buffered : ++live,
                CaptureMs = begin + batch.StartMs,
                MonotonicMs = (ulong)(batch.StartMs + 1),
                SentMs = begin + batch.EndMs,
                ClockQuality = ClockQuality.Gnss,
                Historical = wasBuffered,
            };
            yield return (topic, builder.Join(header, batch.Columns));
        }
    }
}
