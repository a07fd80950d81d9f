using Ota.Testing;

namespace Ota.Server.Tests.SystemInfo;

public sealed class SystemServiceTests
{
    [Fact]
    public async Task The_status_tells_what_an_operator_wants_to_know_first()
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Time = time });
        V1.System.SystemClient system = new(server.Channel(server.Admin));
        time.Advance(TimeSpan.FromMinutes(90));
        V1.SystemStatus status = await system.GetStatusAsync(new());
        status.Version.Version_.Should().Be("0.1.0");
        status.Uptime.ToTimeSpan().Should().Be(TimeSpan.FromMinutes(90));
        status.StartTime.ToDateTimeOffset().AddMinutes(90).Should().Be(time.GetUtcNow());
        status.Roles.Should().Equal("control");
        (status.Database.Kind, status.Database.Reachable).Should().Be(("sqlite", true));
        status.DataFolder.Should().Be(server.Data);
        status.FreeDiskBytes.Should().BePositive();
        status.CertificateExpireTime.ToDateTime().Should().BeCloseTo(time.GetUtcNow().UtcDateTime.AddDays(397), TimeSpan.FromHours(2));
        status.Listeners.Select(listener => listener.Name).Should().Equal("https", "mqtts", "http", "grpc", "mqtt");
        status.Counts.Should().BeEquivalentTo(new Dictionary<string, long> { ["operators"] = 1, ["credentials"] = 1, ["audit_entries"] = 0 });
    }
}
