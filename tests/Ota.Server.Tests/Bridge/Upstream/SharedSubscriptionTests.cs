using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Enrolment;
using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Upstream;

public sealed class SharedSubscriptionTests
{
    private const int Messages = 200;

    [Fact]
    public async Task Of_two_servers_each_takes_a_part_and_none_takes_what_the_other_has()
    {
        using TempFolder folder = new();
        await using UpstreamRig rig = await UpstreamRig.StartAsync();
        CopyFolder(Path.Combine(rig.Data, "pki"), folder["pki"]); // Servers of one fleet have one PKI.
        await using OtaServer second = await rig.StartServerAsync(folder.Path);
        await UpstreamRig.AttachedAsync(second, times: 1);
        await using CounterWatch byFirst = CounterWatch.On(rig.Server, "ota.telemetry.messages");
        await using CounterWatch bySecond = CounterWatch.On(second, "ota.telemetry.messages");
        Car car = (await rig.EnrolAsync(1))[0];
        await using MqttClient client = await rig.ConnectAsync(car);
        for (ulong seq = 1; seq <= Messages; seq++) (await UpstreamRig.SendAsync(client, car, seq)).Should().Be(ReasonCode.Success);

        Task<string> first = byFirst.NextAsync();
        Task<string> other = bySecond.NextAsync();
        int[] stored = [0, 0];
        for (int i = 0; i < Messages; i++)
        {
            Task<string> done = await Task.WhenAny(first, other);
            (await done).Should().Be("stored");
            stored[done == first ? 0 : 1]++;
            if (done == first) first = byFirst.NextAsync();
            else other = bySecond.NextAsync();
        }
        stored.Should().OnlyContain(count => count > 0);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
