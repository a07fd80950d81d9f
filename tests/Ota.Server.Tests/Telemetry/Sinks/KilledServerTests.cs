using Ota.Mqtt.Client;
using Ota.Server.Tests.Hosting;
using Ota.Server.Tests.Telemetry.Ingest;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class KilledServerTests
{
    [Fact]
    public async Task What_was_acknowledged_reaches_the_sink_although_the_server_is_killed_right_after()
    {
        using TempFolder folder = new();
        await using ScriptedReceiver receiver = await ScriptedReceiver.StartAsync();
        string[] args = ["--dev", "--mqtt-port", "0", "--grpc-port", "0", "--influx", receiver.Url.AbsoluteUri];
        using (ServerProcess server = ServerProcess.In(folder.Path, args))
        {
            int port = (await server.EndpointsAsync()).GetProperty("mqtt").GetInt32();
            await using MqttClient car = new(new MqttClientOptions { Port = port, ClientId = Batches.Vid });
            await car.ConnectAsync();
            long start = Batches.Now - 60_000; // Readings of one time would come as one line.
            for (ulong seq = 1; seq <= 20; seq++) await car.SendAsync(Batches.Of(Batches.Header(seq, start + (1000 * (long)seq)), seq));
            await server.SignalAsync("KILL");
            await server.ExitAsync();
        }
        using ServerProcess again = ServerProcess.In(folder.Path, args);
        await again.EndpointsAsync();
        HashSet<int> seen = [];
        while (seen.Count < 20)
        {
            foreach (string line in (await receiver.NextAsync()).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                seen.Add(int.Parse(line.Split("Vehicle.Speed=")[1].Split(' ')[0].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture));
        }
        seen.Order().Should().Equal(Enumerable.Range(1, 20));
    }
}
