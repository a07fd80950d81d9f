using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Hostile;
using Ota.Rpc.Tests.Support;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Ota.Rpc.Tests.Server;

public sealed class HealthTests
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Watch = "/grpc.health.v1.Health/Watch";

    [Theory]
    [InlineData("", StatusCode.OK)]
    [InlineData("ota.rpc.tests.Echo", StatusCode.OK)]
    [InlineData("grpc.health.v1.Health", StatusCode.OK)]
    [InlineData("nowhere.Service", StatusCode.NotFound)]
    public async Task Check_knows_the_server_and_every_mapped_service(string service, StatusCode expected)
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();

        RpcAnswer answer = await client.CallAsync(Check, RpcClient.Frame(new HealthCheckRequest { Service = service }));

        answer.StatusCode.Should().Be(expected);
        answer.Frames.Select(frame => HealthCheckResponse.Parser.ParseFrom(RpcClient.Payload(frame)).Status)
            .Should().Equal(expected == StatusCode.OK ? [ServingStatus.Serving] : []);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Watch_tells_the_status_and_every_change_of_it()
    {
        await using RpcServer server = await StartAsync();
        HealthServiceImpl health = server.Services.GetRequiredService<HealthServiceImpl>();
        await using RawHttp2 peer = await WatchAsync(server, "later.Service");

        (await NextAsync(peer)).Should().Be(ServingStatus.ServiceUnknown);
        health.SetStatus("later.Service", ServingStatus.Serving);
        (await NextAsync(peer)).Should().Be(ServingStatus.Serving);
        health.SetStatus("other.Service", ServingStatus.Serving);
        health.SetStatus("later.Service", ServingStatus.Serving);
        health.SetStatus("later.Service", ServingStatus.NotServing);
        (await NextAsync(peer)).Should().Be(ServingStatus.NotServing, "neither another service nor the same status again is news");
        health.ClearStatus("later.Service");
        (await NextAsync(peer)).Should().Be(ServingStatus.ServiceUnknown);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_server_that_stops_tells_its_watchers_and_lets_them_go()
    {
        await using RpcServer server = await StartAsync();
        await using RawHttp2 peer = await WatchAsync(server, "");
        (await NextAsync(peer)).Should().Be(ServingStatus.Serving);

        Task stopping = server.StopAsync();

        RawAnswer rest = await peer.ReadAnswerAsync();
        Statuses(rest).Should().Equal(ServingStatus.NotServing);
        rest.StatusCode.Should().Be(StatusCode.Unavailable);
        await peer.DisposeAsync(); // As every client does after GOAWAY; Kestrel waits for that if the watch ended later: see StopTests.
        await stopping.Within();
        server.Log.ThrowIfErrors();
    }

    [Fact]
    public async Task A_watcher_that_leaves_is_no_error()
    {
        await using RpcServer server = await StartAsync();
        await using (RawHttp2 peer = await WatchAsync(server, ""))
            await NextAsync(peer);

        server.Services.GetRequiredService<HealthServiceImpl>().SetStatus("", ServingStatus.NotServing);

        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_watcher_that_does_not_read_holds_nobody_up_and_sees_the_newest_status_last()
    {
        await using RpcServer server = await StartAsync();
        HealthServiceImpl health = server.Services.GetRequiredService<HealthServiceImpl>();
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port, window: 0);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Watch));
        await peer.SendDataAsync(1, RpcClient.Frame(new HealthCheckRequest()), end: true);
        await peer.ReadAsync(1, frame => frame.Type == RawFrameType.Headers);

        for (int i = 0; i < 100_001; i++)
            health.SetStatus("", i % 2 == 0 ? ServingStatus.NotServing : ServingStatus.Serving);
        await peer.SendWindowUpdateAsync(0, 1_000_000);
        await peer.SendWindowUpdateAsync(1, 1_000_000);
        Task stopping = server.StopAsync();

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.StatusCode.Should().Be(StatusCode.Unavailable);
        Statuses(answer).Should().HaveCountLessThan(20_000, "Kestrel takes 64 KiB, and behind that only the newest waits").And.EndWith(ServingStatus.NotServing);
        await peer.DisposeAsync(); // Likewise.
        await stopping.Within();
    }

    private static Task<RpcServer> StartAsync() => RpcServer.StartAsync(
        services: services => services.AddGrpcHealthChecks(), map: app => app.MapGrpcHealthChecksService());

    private static async Task<RawHttp2> WatchAsync(RpcServer server, string service)
    {
        RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        await peer.SendHeadersAsync(1, RawHttp2.Call(Watch));
        await peer.SendDataAsync(1, RpcClient.Frame(new HealthCheckRequest { Service = service }), end: true);
        return peer;
    }

    private static async Task<ServingStatus> NextAsync(RawHttp2 peer) =>
        Statuses(await peer.ReadAsync(1, frame => frame.Type == RawFrameType.Data)).Single();

    private static List<ServingStatus> Statuses(RawAnswer answer)
    {
        List<ServingStatus> statuses = [];
        for (byte[] rest = answer.Data; rest.Length > 0;)
        {
            int end = 5 + rest[4];
            statuses.Add(HealthCheckResponse.Parser.ParseFrom(rest[5..end]).Status);
            rest = rest[end..];
        }
        return statuses;
    }
}
