using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Server.Metrics;

namespace Ota.Server.Tests.Metrics;

public sealed class OtlpTests
{
    [Fact]
    public async Task Metrics_and_traces_reach_the_collector_at_the_latest_when_the_server_stops()
    {
        ConcurrentDictionary<string, long> received = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (string signal, HttpContext http) =>
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body);
            received.AddOrUpdate($"{signal} {http.Request.ContentType}", body.Length, (_, before) => before + body.Length);
        });
        await collector.StartAsync();

        OtaServerSetup setup = new()
        {
            Args = ["--otlp", collector.Urls.First()],
            Services = services => services.AddSingleton(new MetricsOptions // A busy machine may need more than the two seconds of service.
            {
                Otlp = new Uri(collector.Urls.First()),
                FlushWithin = TimeSpan.FromSeconds(60),
            }),
        };
        await using (OtaServer server = await OtaServer.StartAsync(setup))
            await server.Http.GetStringAsync("/healthz");
        received.Keys.Should().BeEquivalentTo("metrics application/x-protobuf", "traces application/x-protobuf");
        received.Values.Should().OnlyContain(length => length > 100);
    }
}
