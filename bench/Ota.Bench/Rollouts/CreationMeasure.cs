using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;
using Ota.Core.Rollouts;
using Ota.Server.Rollouts;

namespace Ota.Bench.Rollouts;

/// <summary>How long CreateRollout takes over all vehicles: read, judged, drawn into waves, named, written.</summary>
internal sealed class CreationMeasure(RolloutsHost host, int vehicles)
{
    // Waves, guard and all else as they are without a policy; only nobody has to drive for the soak.
    private const string Usual = """{"soak":{"time":"1h","vehicles":0}}""";

    public Task<V1.Rollout> RunAsync() => RunAsync(Usual);

    public async Task<V1.Rollout> RunAsync(string policy)
    {
        double before = RolloutsHost.PeakMegabytes();
        double cpu = ProcessCpu.Seconds(Environment.ProcessId);
        Stopwatch clock = Stopwatch.StartNew();
        using AsyncClientStreamingCall<V1.CreateRolloutRequest, V1.Rollout> call = host.Rollouts.CreateRollout();
        await call.RequestStream.WriteAsync(new V1.CreateRolloutRequest
        {
            Specification = new V1.RolloutSpecification
            {
                Title = "Three ECUs",
                Bundle = $"bundles/{BenchBundle.Digest}",
                Filter = "year > 0",
                Policy = ByteString.CopyFromUtf8(policy),
            },
        });
        await call.RequestStream.CompleteAsync();
        V1.Rollout rollout = await call;
        if (rollout.Population != vehicles) throw new BenchException($"{rollout.Population} of {vehicles} vehicles are in the rollout.");
        RolloutsHost.Tell(RolloutFigure.Creation, clock.Elapsed.TotalSeconds, "s");
        RolloutsHost.Tell(RolloutFigure.CreationCpu, ProcessCpu.Seconds(Environment.ProcessId) - cpu, "s");
        RolloutsHost.Tell(RolloutFigure.CreationPeak, RolloutsHost.PeakMegabytes(), "MB");
        RolloutsHost.Tell("creation, more than before", RolloutsHost.PeakMegabytes() - before, "MB");
        RolloutsHost.Tell("waves", rollout.Waves.Count, "");
        return rollout;
    }

    /// <summary>Approved by somebody else, and started. By the store: signing an approval is not what is measured.</summary>
    public static async Task<Rollout> StartAsync(RolloutsHost host, string name)
    {
        RolloutStore store = host.Get<RolloutStore>();
        Rollout rollout = await store.FindAsync(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]) ?? throw new BenchException("The rollout is gone.");
        foreach (RolloutEvent happened in new RolloutEvent[] { new RolloutEvent.Approved("ben"), new RolloutEvent.Started() })
        {
            (Rollout? after, string refusal) = await store.ApplyAsync(rollout.Number, happened, "ben", host.Clock.GetUtcNow());
            rollout = after ?? throw new BenchException(refusal);
        }

        return rollout;
    }
}
