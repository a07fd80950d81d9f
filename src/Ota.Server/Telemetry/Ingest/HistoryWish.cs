using Google.Protobuf.WellKnownTypes;
using Ota.Core.Telemetry.Catalogue;
using Ota.Server.Hosting;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>What a request for a history asks for, checked.</summary>
internal sealed record HistoryWish(SignalDefinition? Signal, long From, long To, int MaxPoints)
{
    private const int UsualPoints = 1000;
    private const int MostPoints = 20_000; // An answer stays below the 4 MB that gRPC clients take.
    private const long LeastSeconds = -62_135_596_800; // 0001-01-01
    private const long MostSeconds = 253_402_300_799; // 9999-12-31

    public static HistoryWish Read(V1.GetHistoryRequest request, SignalCatalogue catalogue, DateTimeOffset now, Violations violations)
    {
        SignalDefinition? signal = catalogue.Find(request.Signal);
        if (signal is null) violations.Add("signal", "Not a signal of the catalogue; use a path such as Vehicle.Speed.");
        if (request.MaxPoints < 0) violations.Add("max_points", "Negative; use 0 for the default or a positive number.");
        long to = Milliseconds(request.EndTime, "end_time", violations) ?? now.ToUnixTimeMilliseconds();
        long from = Milliseconds(request.StartTime, "start_time", violations) ?? Math.Max(LeastSeconds * 1000, to - (long)TimeSpan.FromDays(1).TotalMilliseconds);
        if (to <= from) violations.Add("end_time", "Not after start_time.");
        return new HistoryWish(signal, from, to, request.MaxPoints == 0 ? UsualPoints : Math.Clamp(request.MaxPoints, 1, MostPoints));
    }

    /// <returns>Null if it is absent, or no time: a violation then says so.</returns>
    public static long? Milliseconds(Timestamp? time, string field, Violations violations)
    {
        if (time is null) return null;
        if (time is { Seconds: >= LeastSeconds and <= MostSeconds, Nanos: >= 0 and < 1_000_000_000 })
            return (time.Seconds * 1000) + (time.Nanos / 1_000_000);
        violations.Add(field, "Not a time of the years 1 to 9999.");
        return null;
    }
}
