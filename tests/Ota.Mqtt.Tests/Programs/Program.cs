using System.Globalization;

namespace Ota.Mqtt.Tests.Programs;

/// <summary>
/// This assembly run as a program: our broker or our client in a process of its own, so that a test can kill it. Each says what it has
/// done in lines, and ends with its standard input.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["broker", var port, var webPort]:
                await BrokerProgram.RunAsync(Number(port), Number(webPort));
                return 0;
            case ["publish", var port, var version, var qos, var id, var from, var count]:
                await PublishProgram.RunAsync(Number(port), Enum.Parse<MqttProtocolVersion>(version), Enum.Parse<MqttQos>(qos), id, Number(from), Number(count));
                return 0;
            case ["subscribe", var port, var version, var qos, var id]:
                await SubscribeProgram.RunAsync(Number(port), Enum.Parse<MqttProtocolVersion>(version), Enum.Parse<MqttQos>(qos), id);
                return 0;
            default:
                await Console.Error.WriteLineAsync("broker PORT WEBPORT | publish PORT VERSION QOS ID FROM COUNT | subscribe PORT VERSION QOS ID");
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
