using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;
using Ota.Core.Rollouts;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;

namespace Ota.Bench.Rollouts;

/// <summary>
/// Proofs as they come in, to CONFIRMED and durable, beside the verification of the same signatures and nothing else. Vehicles have
/// committed and their proofs are signed before the clock runs; the rounds take both in turn, each over vehicles of its own.
/// </summary>
internal static class ConfirmedMeasure
{
    private const int AtOnce = 512; // As the lane of evidence.

    public static async Task RunAsync(int vehicles, int rounds, string data, string[] more)
    {
        ConcurrentQueue<(Vid Vehicle, Job Job, ByteString Nonce)> committed = [];
        using BenchFleet fleet = new();
        BenchVehicles speaker = new(fleet) { ProveAtOnce = false, WhenCommitted = (vehicle, job, nonce) => committed.Enqueue((vehicle, job, nonce)) };
        await using RolloutsHost host = await RolloutsHost.StartAsync(data, more, fleet, speaker);
        await host.FillAsync(vehicles);
        V1.Rollout draft = await new CreationMeasure(host, vehicles).RunAsync($$"""{"waves":[{{vehicles}}]}""");
        Rollout rollout = await CreationMeasure.StartAsync(host, draft.Name);
        long expected = Enumerable.Range(1, vehicles).LongCount(number => BenchFleet.IsActive(number) && BenchFleet.DigestOf(number) != BenchFleet.After);
        RolloutsHost.Say($"bringing {expected} vehicles to COMMITTED in rollout {rollout.Id}");
        while (committed.Count < expected)
        {
            if (speaker.Failure is { } failure) throw new BenchException($"A vehicle could not go on: {failure}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        (Vid Vehicle, byte[] Message)[] proofs = [.. committed.AsParallel().Select(one => (one.Vehicle, speaker.ProofOf(one.Vehicle, one.Job, one.Nonce)))];
        RolloutsHost.Say($"{proofs.Length} proofs are signed");
        await MeasureAsync(host, fleet, proofs, rounds);
    }

    private static async Task MeasureAsync(RolloutsHost host, BenchFleet fleet, (Vid Vehicle, byte[] Message)[] proofs, int rounds)
    {
        List<Pass> bare = [], whole = [];
        (Vid, byte[])[][] pieces = [.. proofs.Chunk(Math.Max(1, proofs.Length / (rounds + 1)))];
        for (int round = 0; round <= rounds; round++)
        {
            Pass alone = await TimeAsync(pieces[round].Length, () => VerifyAsync(fleet, pieces[round]));
            Pass proven = await TimeAsync(pieces[round].Length, () => ProveAsync(host, pieces[round]));
            RolloutsHost.Say($"round {round}: signatures alone {alone.Rate:F0}/s, {alone.Micros:F0} µs; to CONFIRMED {proven.Rate:F0}/s, {proven.Micros:F0} µs");
            if (round == 0) continue; // Warms up.
            bare.Add(alone);
            whole.Add(proven);
        }

        RolloutsHost.Tell(RolloutFigure.Alone, Median(bare, pass => pass.Rate), "/s");
        RolloutsHost.Tell(RolloutFigure.AloneCpu, Median(bare, pass => pass.Micros), "µs");
        RolloutsHost.Tell(RolloutFigure.Confirmed, Median(whole, pass => pass.Rate), "/s");
        RolloutsHost.Tell(RolloutFigure.ConfirmedCpu, Median(whole, pass => pass.Micros), "µs");
        RolloutsHost.Tell("confirmed / signatures alone", Median(whole.Zip(bare, (one, other) => new Pass(one.Rate / other.Rate, 0)), pass => pass.Rate), "");
        RolloutsHost.Tell("peak memory", RolloutsHost.PeakMegabytes(), "MB");
    }

    private static async Task<Pass> TimeAsync(int count, Func<Task> act)
    {
        double cpu = ProcessCpu.Seconds(Environment.ProcessId);
        Stopwatch clock = Stopwatch.StartNew();
        await act();
        double seconds = clock.Elapsed.TotalSeconds;
        return new Pass(count / seconds, (ProcessCpu.Seconds(Environment.ProcessId) - cpu) / count * 1e6);
    }

    // Each key is read for each signature, as by a server that has millions of keys.
    private static Task VerifyAsync(BenchFleet fleet, (Vid Vehicle, byte[] Message)[] proofs)
    {
        Parallel.ForEach(proofs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, proof =>
        {
            long number = fleet.NumberOf(proof.Vehicle);
            SignedInventory signed = SignedInventory.Parser.ParseFrom(OtaReport.Parser.ParseFrom(proof.Message).Proof.Inventory.SignedInventory);
            bool holds = EcuSignature.Verifies(fleet.KeyOf(number, 0).PublicKey, signed.Inventory.Span, signed.Signature.Value.Span);
            foreach ((int ecu, SignedEcuReport report) in Inventory.Parser.ParseFrom(signed.Inventory).Reports.Index())
                holds &= EcuSignature.Verifies(fleet.KeyOf(number, ecu).PublicKey, report.Report.Span, report.Signature.Value.Span);
            if (!holds) throw new BenchException("A signature does not hold.");
        });
        return Task.CompletedTask;
    }

    private static async Task ProveAsync(RolloutsHost host, (Vid Vehicle, byte[] Message)[] proofs)
    {
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is int i && i < proofs.Length)
            {
                OtaCommand answer = await host.Vehicles.AskAsync(proofs[i].Vehicle, proofs[i].Message);
                if (answer.ProofReply?.Verdict != ProofReply.Types.Verdict.Confirmed) throw new BenchException($"A proof ended as {answer.ProofReply?.Verdict}.");
            }
        })));
    }

    private static double Median(IEnumerable<Pass> passes, Func<Pass, double> value)
    {
        double[] sorted = [.. passes.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Pass(double Rate, double Micros);
}
