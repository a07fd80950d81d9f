using System.Diagnostics;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts;

namespace Ota.Bench.Rollouts;

/// <summary>
/// A rollout from its start to its end by the real controller, with the first wave's end for what is asked of it in the middle. Whenever all
/// vehicles are done the clock leaps over the soak.
/// </summary>
internal sealed class FullMeasure(RolloutsHost host, V1.Rollout draft)
{
    private static readonly TimeSpan Leap = TimeSpan.FromMinutes(61); // A little more than the soak.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Tell = TimeSpan.FromSeconds(15);

    private const int QuietLooks = 15;

    private double _quietSeconds;

    public async Task RunAsync(int vehicles, int calls, string measures)
    {
        double cpu = ProcessCpu.Seconds(Environment.ProcessId);
        Stopwatch clock = Stopwatch.StartNew();
        Rollout rollout = await CreationMeasure.StartAsync(host, draft.Name);
        await UntilAsync(rollout, one => one.Wave >= 2);
        double asked = 0;
        if (measures.Contains(RolloutBenchOptions.Explain, StringComparison.Ordinal))
        {
            (double cpuBefore, double before) = (ProcessCpu.Seconds(Environment.ProcessId), clock.Elapsed.TotalSeconds);
            await new ExplainMeasure(host, vehicles).RunAsync(calls);
            asked = clock.Elapsed.TotalSeconds - before;
            cpu += ProcessCpu.Seconds(Environment.ProcessId) - cpuBefore;
        }

        if (!measures.Contains(RolloutBenchOptions.Full, StringComparison.Ordinal)) return;
        await UntilAsync(rollout, one => one.State != RolloutState.Running);
        double seconds = clock.Elapsed.TotalSeconds - asked;
        long confirmed = (await host.Get<RolloutBooks>().WavesAsync(rollout.Number, default)).Sum(wave => wave.Of(InstallState.Confirmed));
        // All but those that run it already, or are in service no more.
        long expected = Enumerable.Range(1, vehicles).LongCount(number => BenchFleet.IsActive(number) && BenchFleet.DigestOf(number) != BenchFleet.After);
        if (confirmed != expected) throw new BenchException($"{confirmed} of {expected} vehicles are confirmed at the end.");
        RolloutsHost.Tell(RolloutFigure.FullTime, seconds, "s");
        RolloutsHost.Tell("full, CPU", ProcessCpu.Seconds(Environment.ProcessId) - cpu, "s");
        RolloutsHost.Tell(RolloutFigure.Full, confirmed / seconds, "/s");
        RolloutsHost.Tell(RolloutFigure.FullCpu, (ProcessCpu.Seconds(Environment.ProcessId) - cpu) / confirmed * 1e6, "µs");
        RolloutsHost.Tell("full, vehicles signing on all threads", host.Vehicles.SigningSeconds, "s");
        RolloutsHost.Tell("full, standing still", _quietSeconds, "s");
        RolloutsHost.Tell(RolloutFigure.FullPeak, RolloutsHost.PeakMegabytes(), "MB");
    }

    private async Task UntilAsync(Rollout rollout, Func<Rollout, bool> isThere)
    {
        RolloutStore store = host.Get<RolloutStore>();
        int quiet = 0;
        Stopwatch told = Stopwatch.StartNew();
        while (true)
        {
            if (host.Vehicles.Failure is { } failure) throw new BenchException($"A vehicle could not go on: {failure}");
            Rollout now = await store.FindAsync(rollout.Number) ?? rollout;
            if (isThere(now)) return;
            if (now.State != RolloutState.Running) throw new BenchException($"The rollout is {now.State}: {now.Reason}");
            quiet = host.Vehicles.Busy == 0 ? quiet + 1 : 0;
            if (quiet >= QuietLooks)
            {
                quiet = 0;
                host.Clock.Leap(Leap);
            }

            if (quiet > 0) _quietSeconds += Look.TotalSeconds;
            if (told.Elapsed > Tell)
            {
                told.Restart();
                IReadOnlyList<WaveBooks> waves = await host.Get<RolloutBooks>().WavesAsync(rollout.Number, default);
                RolloutsHost.Say($"wave {now.Wave} of {now.Waves}, {waves.Sum(wave => wave.Of(InstallState.Confirmed))} confirmed");
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
