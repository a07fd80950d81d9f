using Ota.Server.Telemetry.History;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class KillTests
{
    [Fact]
    public async Task What_was_acknowledged_is_there_exactly_once_whenever_the_process_is_killed()
    {
        using TempFolder folder = new();
        int rounds = Environment.GetEnvironmentVariable("OTA_TEST_LONG") == "1" ? 100 : 8;
        Random random = new(20261122);
        HashSet<ulong> acknowledged = [];
        ulong from = 0;
        for (int round = 0; round < rounds; round++)
        {
            using AppenderProcess process = new(folder.Path, from);
            acknowledged.UnionWith(await process.KillAfterAsync(random.Next(1, 400)));
            // Again from before the end: what was acknowledged is a repeat, what was not may be one.
            from = acknowledged.Max() - Math.Min(acknowledged.Max(), 40);
        }
        await using OpenedHistory opened = new(Appender.Options, folder.Path);
        for (int vehicle = 0; vehicle < Appender.Vehicles; vehicle++)
        {
            double[] expected = [.. acknowledged.Where(number => number % Appender.Vehicles == (ulong)vehicle).Order().Select(number => (double)number)];
            var stored = (await opened.History.ValuesAsync(vehicle)).GroupBy(number => number).ToDictionary(values => values.Key, values => values.Count());
            stored.Values.Should().OnlyContain(count => count == 5, "a message has five values and is stored once");
            expected.Where(number => !stored.ContainsKey(number)).Should().BeEmpty("each of these was acknowledged");
        }
        foreach (ulong number in acknowledged.OrderDescending().Take(200))
            (await opened.History.AppendAsync(Appender.Message(number))).Should().Be(AppendOutcome.Repeated);
    }
}
