using System.Net.Sockets;
using System.Text.Json;

namespace Ota.EndToEnd.Demo;

/// <summary>The first command of the README, smaller: it goes through to the end, and what it says is true of the server that it leaves up.</summary>
public abstract class DemoSuite
{
    protected const int Vehicles = 120;

    private static readonly string[] Story =
    [
        "A server starts", "cars are registered and enrol", "Three people make keys", "An update is built and signed",
        "A recall is planned, approved by somebody else, and started", "It runs", "SIGKILL to the server", "nothing that was acknowledged is lost",
        "The books", "row by row, the books say of all 120 cars what the cars themselves know", "it went on where it was", "sent = acknowledged = stored",
        "Fixed, and proven by a signed inventory", "its inventory shows otherwise", "Everything balances", "Where to look next",
    ];

    /// <summary>Watches it to its end, asks the server itself, and stops it.</summary>
    internal static async Task ShouldBeTrueAsync(DemoProcess demo, Func<Task> more)
    {
        await demo.ShownAsync();
        string told = demo.Output;
        told.Should().ContainAll(Story).And.NotContain("\u001b", "nothing here is a terminal").And.NotContain("Unhandled exception").And.NotContain("✗");
        JsonElement rollout = await RolloutAsync(demo);
        Dictionary<string, long> states = StatesOf(rollout);
        states.Values.Sum().Should().Be(Vehicles);
        states["CONFIRMED"].Should().Be(Vehicles - 5, "all but the liar, the brick, the refuser, the one that fails and the one that is offline");
        states.Should().Contain("DISCREPANT", 1).And.Contain("DECLINED", 1).And.Contain("ROLLED_BACK", 1);
        rollout.GetProperty("approver").GetString().Should().NotBe(rollout.GetProperty("author").GetString());
        await more();
        int port = demo.Endpoints.GetProperty("https").GetInt32();
        (await demo.StopAsync()).Should().Be(0, demo.Output);
        ShouldBeClosed(port);
    }

    private static async Task<JsonElement> RolloutAsync(DemoProcess demo)
    {
        JsonElement only = (await demo.OtaAsync("rollouts", "list", "--output", "json")).Json.GetProperty("rollouts").EnumerateArray().Single();
        return (await demo.OtaAsync("rollouts", "show", only.GetProperty("name").GetString()!, "--output", "json")).Json;
    }

    private static Dictionary<string, long> StatesOf(JsonElement rollout) => rollout.GetProperty("waves").EnumerateArray()
        .Where(wave => wave.TryGetProperty("states", out _)).SelectMany(wave => wave.GetProperty("states").EnumerateArray())
        .GroupBy(one => one.GetProperty("state").GetString()!.Replace("INSTALL_STATE_", "", StringComparison.Ordinal))
        .ToDictionary(group => group.Key, group => group.Sum(one => long.Parse(one.GetProperty("vehicles").GetString()!)));

    // The server is gone with it.
    private static void ShouldBeClosed(int port)
    {
        using TcpClient client = new();
        Action connect = () => client.Connect("127.0.0.1", port);
        connect.Should().Throw<SocketException>();
    }
}
