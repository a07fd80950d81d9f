using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ota.Server.Tests.Director;
using Ota.Testing;

namespace Ota.Server.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_healthy_server_is_ready_and_says_why()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        JsonElement ready = JsonDocument.Parse(await server.Http.GetStringAsync("/readyz")).RootElement;
        ready.GetProperty("ready").GetBoolean().Should().BeTrue();
        ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).Should().BeEquivalentTo("telemetry", "database", "disk", "certificate", "repositories", "draining");
    }

    [Fact]
    public async Task A_full_disk_makes_it_not_ready()
    {
        await using OtaServer server = await OtaServer.StartAsync("--min-free-mb", "2000000000");
        server.Log.Expect(103);
        using HttpResponseMessage response = await server.Http.GetAsync("/readyz");
        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"disk\":{\"ok\":false");
    }

    [Fact]
    public async Task An_expired_server_certificate_makes_it_not_ready()
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Time = time });
        server.Log.Expect(103);
        time.Jump(TimeSpan.FromDays(398));
        (await (await server.Http.GetAsync("/readyz")).Content.ReadAsStringAsync()).Should().Contain("\"certificate\":{\"ok\":false");
    }

    [Fact]
    public async Task Expired_metadata_and_keys_that_no_root_names_are_said_and_leave_it_ready()
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using DirectorServer server = await DirectorServer.StartEmptyAsync(time);
        server.Server.Log.Expect(103);
        (await RepositoriesAsync(server)).GetProperty("ok").GetBoolean().Should().BeTrue("nothing is published yet");
        await server.PublishRootAsync(time.GetUtcNow().AddDays(100));
        (await RepositoriesAsync(server)).GetProperty("ok").GetBoolean().Should().BeTrue();
        time.Jump(TimeSpan.FromDays(101));
        JsonElement expired = await RepositoriesAsync(server);
        expired.GetProperty("ok").GetBoolean().Should().BeFalse();
        expired.GetProperty("detail").GetString().Should().Contain("1.root.json of the director repository expired at");
    }

    private static async Task<JsonElement> RepositoriesAsync(DirectorServer server)
    {
        using HttpResponseMessage response = await server.Http.GetAsync("/readyz");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("checks").GetProperty("repositories");
    }

    [Fact]
    public async Task A_stop_makes_it_not_ready_before_it_closes_a_connection()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        server.Log.Expect(103);
        TaskCompletionSource<string> seen = new();
        IHostApplicationLifetime lifetime = server.App.Services.GetRequiredService<IHostApplicationLifetime>();
        HttpClient http = server.Http;
        // Runs while the stop has begun and the ports are still open.
        lifetime.ApplicationStopping.Register(() =>
            seen.SetResult(Task.Run(() => http.GetAsync("/readyz")).GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult()));
        await server.App.StopAsync();
        (await seen.Task).Should().Contain("\"draining\":{\"ok\":false,\"detail\":\"the server is stopping\"}");
    }
}
