namespace Ota.EndToEnd.Demo;

/// <summary>On what the server brings along.</summary>
public sealed class EmbeddedDemoTests : DemoSuite
{
    [Fact]
    public async Task It_shows_the_whole_product_and_what_it_shows_is_true()
    {
        await using DemoProcess demo = new("--vehicles", $"{Vehicles}", "--seed", "5");

        await ShouldBeTrueAsync(demo, async () =>
        {
            await demo.OtaAsync("repo", "fsck"); // What it tells its reader to try, works.
            File.ReadLines(demo["ledger.jsonl"]).Should().HaveCount(Vehicles);
        });
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_takes_the_server_with_it()
    {
        await using DemoProcess demo = new("--vehicles", "50", "--once");
        await demo.ServerAsync();
        int port = demo.Endpoints.GetProperty("https").GetInt32();

        (await demo.StopAsync()).Should().NotBe(0, "it has shown nothing");

        using System.Net.Sockets.TcpClient client = new();
        Action connect = () => client.Connect("127.0.0.1", port);
        connect.Should().Throw<System.Net.Sockets.SocketException>();
        demo.Output.Should().Contain("Stopped").And.NotContain("Unhandled exception");
    }
}
