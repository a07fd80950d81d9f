using System.Net;
using System.Text.Json;
using Grpc.Core;
using Ota.Testing;

namespace Ota.Server.Tests.Hosting;

public sealed class EndpointsTests
{
    [Fact]
    public async Task The_folder_says_where_the_server_listens_and_how_to_call_it()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        server.Endpoints.EnumerateObject().Select(p => p.Name).Should().Equal("https", "mqtts", "http", "grpc", "mqtt", "urls", "data", "version");
        server.Url("https").Should().Be($"https://localhost:{server.Endpoints.GetProperty("https").GetInt32()}");
        JsonElement forOperator = JsonDocument.Parse(File.ReadAllText(Path.Combine(server.Data, "operator.json"))).RootElement;
        forOperator.GetProperty("server").GetString().Should().Be(server.Url("https"));
        foreach (string file in new[] { "ca", "certificate", "key" })
            File.Exists(Path.Combine(server.Data, forOperator.GetProperty(file).GetString()!)).Should().BeTrue();
    }

    [Fact]
    public async Task Without_dev_the_http_port_serves_probes_and_nothing_else()
    {
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Dev = false });
        server.Endpoints.TryGetProperty("grpc", out _).Should().BeFalse();
        foreach (string path in new[] { "/healthz", "/readyz", "/metrics" })
            (await server.Http.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK, path);
        (await server.Http.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        using ByteArrayContent call = new([]);
        call.Headers.ContentType = new("application/grpc");
        (await server.Http.PostAsync("/ota.v1.System/GetVersion", call)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_public_port_serves_no_probes()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        foreach (string path in new[] { "/healthz", "/readyz", "/metrics" })
            (await server.Https(server.Admin).GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_keeps_operators_and_certificates()
    {
        using TempFolder folder = new();
        string admin;
        await using (OtaServer first = await OtaServer.StartAsync(new OtaServerSetup { Data = folder.Path }))
        {
            admin = first.Admin.Thumbprint;
            await first.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer);
        }

        await using OtaServer second = await OtaServer.StartAsync(new OtaServerSetup { Data = folder.Path });
        second.Admin.Thumbprint.Should().Be(admin);
        (await second.AdminOperators.ListOperatorsAsync(new())).Operators.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_first_operators_certificate_is_renewed_at_a_start_in_its_last_30_days()
    {
        using TempFolder folder = new();
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        OtaServerSetup setup = new() { Data = folder.Path, Time = time };
        string before;
        await using (OtaServer first = await OtaServer.StartAsync(setup)) before = first.Admin.Thumbprint;
        time.Jump(TimeSpan.FromDays(360));
        await using (OtaServer early = await OtaServer.StartAsync(setup)) early.Admin.Thumbprint.Should().Be(before);
        time.Jump(TimeSpan.FromDays(20));
        await using (OtaServer late = await OtaServer.StartAsync(setup)) late.Admin.Thumbprint.Should().NotBe(before);
    }

    [Fact]
    public async Task A_call_that_outlasts_the_drain_is_cut_and_the_stop_succeeds()
    {
        await using OtaServer server = await OtaServer.StartAsync("--drain-seconds", "0");
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(server.Channel(server.Admin)).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        (await call.ResponseStream.MoveNext(default)).Should().BeTrue();
        await server.App.StopAsync();
        await FluentActions.Awaiting(() => call.ResponseStream.MoveNext(default)).Should().ThrowAsync<RpcException>();
    }
}
