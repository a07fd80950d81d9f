using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Tests.Enrolment;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

public sealed class DirectorDoorTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private DirectorServer _server = null!;
    private Car _car = null!;
    private Car _other = null!;

    public async Task InitializeAsync()
    {
        _server = await DirectorServer.StartAsync(_time);
        await _server.RegisterAsync(2);
        OtaServer server = _server.Server;
        _car = await Car.EnrolAsync(server.Channel(server.Admin), server.Channel(), 1);
        _other = await Car.EnrolAsync(server.Channel(server.Admin), server.Channel(), 2);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_vehicle_refreshes_with_its_certificate_and_sees_no_other_vehicles_files()
    {
        using HttpClient http = _server.Server.Https(_car.Certificate);
        (await DirectorClient.RefreshAsync(http, $"/director/{_car.Vid}/", _server.Root, _time.GetUtcNow())).Refusal.Should().BeNull();
        (await AskAsync(_car.Certificate, _other.Vid)).Should().Be((403, "This is another vehicle's metadata.\n"));
    }

    [Fact]
    public async Task A_revoked_vehicle_is_refused()
    {
        V1.Enrolment.EnrolmentClient enrolment = new(_server.Server.Channel(_server.Server.Admin));
        await enrolment.RevokeVehicleAsync(new() { Vehicle = new() { Vid = _car.Vid }, Reason = "test" });
        (await AskAsync(_car.Certificate, _car.Vid)).Status.Should().Be(403);
        (await AskAsync(_other.Certificate, _other.Vid)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Operators_see_it_by_their_roles_and_nobody_else_does()
    {
        using X509Certificate2 engineer = await _server.Server.CertificateOfNewAsync("anna", V1.Role.Engineer);
        using X509Certificate2 viewer = await _server.Server.CertificateOfNewAsync("bert", V1.Role.Viewer);
        (await AskAsync(engineer, _car.Vid)).Status.Should().Be(200);
        (await AskAsync(viewer, _car.Vid)).Status.Should().Be(403);
        (await AskAsync(null, _car.Vid)).Status.Should().Be(401);
        (await AskAsync(engineer, new string('0', 32))).Should().Be((404, "No such vehicle is registered.\n"));
        (await AskAsync(engineer, "nobody")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Without_a_root_it_is_said_what_to_do()
    {
        await using DirectorServer empty = await DirectorServer.StartEmptyAsync(_time);
        string vid = (await empty.RegisterAsync(1))[0];
        using HttpResponseMessage timestamp = await empty.Http.GetAsync($"/director/{vid}/timestamp.json");
        timestamp.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        timestamp.Headers.RetryAfter.Should().NotBeNull();
        (await timestamp.Content.ReadAsStringAsync()).Should().Contain("root");
        using HttpResponseMessage root = await empty.Http.GetAsync($"/director/{vid}/1.root.json");
        root.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private async Task<(int Status, string Body)> AskAsync(X509Certificate2? certificate, string vid)
    {
        using HttpClient http = _server.Server.Https(certificate);
        using HttpResponseMessage response = await http.GetAsync($"/director/{vid}/timestamp.json");
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
