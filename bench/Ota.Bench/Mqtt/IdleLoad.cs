using System.Text.Json;

namespace Ota.Bench.Mqtt;

/// <summary>Connected clients that say nothing: what each costs the broker in memory, the kernel's socket buffers not counted.</summary>
internal sealed record IdleLoad(int Connections, bool IsTls)
{
    private const int HoldSeconds = 8;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public async Task WarmUpAsync(RunContext run) => await new ConnectLoad(PerSecond: 500) { IsTls = IsTls }.RunAsync(run with { Seconds = 1 });

    public async Task<MqttSample> RunAsync(RunContext run)
    {
        ProcessMemory before = ProcessMemory.Of(run.Broker.Id);
        Task<JsonElement> generator = run.Generator.RunAsync(
            run with { Limit = LongestConnect + TimeSpan.FromSeconds(HoldSeconds + 30) },
            IsTls,
            "idle", "--conns", $"{Connections}", "--keepalive", "0", "--hold", $"{HoldSeconds}", "--max-time", $"{LongestConnect.TotalSeconds}");
        ProcessMemory? last = null;
        // The generator holds its connections for some seconds after the last CONNACK: the last look before it lets go is the one.
        while (await Task.WhenAny(generator, Task.Delay(LookEvery, TimeProvider.System, run.Stop)) != generator)
        {
            run.Stop.ThrowIfCancellationRequested();
            ProcessMemory now = ProcessMemory.Of(run.Broker.Id);
            if (ProcessMemory.CountDescriptors(run.Broker.Id) >= Connections)
                last = now;
        }
        JsonElement report = await generator;
        if (last is not { } after)
            throw new BenchException($"'{run.Broker.Kind}' never held {Connections} connections: {report.GetProperty("why").GetString()}");
        return new MqttSample(
            new Dictionary<Figure, double>
            {
                [Figure.ResidentKilobytes] = (after.Resident - before.Resident) / (double)Connections,
                [Figure.ProportionalKilobytes] = (after.Proportional - before.Proportional) / (double)Connections,
            },
            [.. Losses(report)],
            report);
    }

    private IEnumerable<string> Losses(JsonElement report)
    {
        double up = MqttSample.Number(report, "up") - MqttSample.Number(report, "lost");
        if (up < Connections)
            yield return $"only {up:F0} connections ({report.GetProperty("why").GetString()})";
    }
}
