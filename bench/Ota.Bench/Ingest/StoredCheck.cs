using Grpc.Net.Client;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;
using Ota.V1;

namespace Ota.Bench.Ingest;

/// <summary>
/// Whether everything that was acknowledged is stored: by the server's counters, and after a SIGKILL and a new start by the state of
/// single vehicles. A figure of which this is not true does not count, so it ends the run.
/// </summary>
internal static class StoredCheck
{
    private const int Samples = 200;

    public static async Task CountersAsync(ServerUnderTest server, IReadOnlyList<LoadReport> reports, CancellationToken stop)
    {
        long messages = reports.Sum(report => report.Messages);
        long stored = await server.CounterAsync("ota_telemetry_messages_total", "outcome=\"stored\"", stop);
        long others = await server.CounterAsync("ota_telemetry_messages_total", "outcome=", stop) - stored;
        long values = reports.Sum(report => report.Values);
        long readings = await server.CounterAsync("ota_telemetry_readings_total", "", stop);
        if (stored != messages || others != 0 || readings != values)
            throw new BenchException($"{messages} messages with {values} values were acknowledged, but {stored} with {readings} stored and {others} not.");
    }

    public static async Task VehiclesAsync(GrpcChannel channel, LoadPlan plan, LoadReport report, CancellationToken stop)
    {
        Ota.V1.Telemetry.TelemetryClient client = new(channel);
        int vehicles = plan.Connections * plan.VehiclesEach;
        for (int sample = 0; sample < Math.Min(Samples, vehicles); sample++)
        {
            int vehicle = (int)((long)sample * vehicles / Samples);
            long ofConnection = report.ByConnection[vehicle / plan.VehiclesEach];
            ulong wanted = (ulong)((ofConnection - (vehicle % plan.VehiclesEach) + plan.VehiclesEach - 1) / plan.VehiclesEach);
            GetIngestStateRequest request = new() { Vehicle = new VehicleKey { Vid = LoadPlan.VehicleOf(vehicle).ToString("x32") } };
            IngestState state = await client.GetIngestStateAsync(request, cancellationToken: stop);
            ulong found = state.Sequences.SingleOrDefault(sequence => sequence.BootId == plan.Boot)?.Watermark ?? 0;
            if (found != wanted || state.Refused.Count > 0)
                throw new BenchException($"After the restart vehicle {vehicle} has {found} messages without a gap, and {wanted} were acknowledged.");
        }
    }
}
