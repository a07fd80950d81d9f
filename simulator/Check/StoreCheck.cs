using Grpc.Core;

namespace Ota.Simulator.Check;

/// <summary>Asks the server about each vehicle of a ledger, several at a time.</summary>
internal sealed class StoreCheck(ServerConnection server, bool mayBeShort)
{
    private const int AtOnce = 4;
    private const int MostProblems = 1000; // More would say nothing more.

    private readonly Lock _sync = new();
    private readonly List<string> _problems = [];
    private long _stored;
    private long _readings;
    private ulong _repeats;
    private int _done;

    /// <summary>Vehicles that were compared so far.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <exception cref="RpcException">The server could not answer.</exception>
    public async Task<CheckTotals> RunAsync(IReadOnlyList<SentVehicle> vehicles, CancellationToken stop)
    {
        V1.Telemetry.TelemetryClient client = new(server.Calls);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(vehicles, parallel, async (vehicle, stopOne) => Note(vehicle, await AskAsync(client, vehicle, stopOne)));
        return new CheckTotals(
            vehicles.Count, vehicles.Sum(one => (long)one.Sent), vehicles.Sum(one => (long)one.Acknowledged), _stored,
            vehicles.Sum(one => one.AcknowledgedReadings), _readings, (long)_repeats, [.. _problems.Order(StringComparer.Ordinal)]);
    }

    private async Task<V1.IngestState> AskAsync(V1.Telemetry.TelemetryClient client, SentVehicle vehicle, CancellationToken stop)
    {
        try
        {
            V1.GetIngestStateRequest request = new() { Vehicle = new V1.VehicleKey { Vid = vehicle.Vid }, Count = true };
            return await client.GetIngestStateAsync(request, server.Options(stop));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return new V1.IngestState { Vid = vehicle.Vid }; // Nothing of it came.
        }
    }

    private void Note(SentVehicle vehicle, V1.IngestState state)
    {
        IReadOnlyList<string> problems = Comparison.Of(vehicle, state, mayBeShort);
        lock (_sync)
        {
            _stored += state.StoredMessages;
            _readings += state.StoredReadings;
            foreach (V1.IngestState.Types.Sequence sequence in state.Sequences) _repeats += sequence.Repeats;
            _problems.AddRange(problems.Take(MostProblems - _problems.Count));
            _done++;
        }
    }
}
