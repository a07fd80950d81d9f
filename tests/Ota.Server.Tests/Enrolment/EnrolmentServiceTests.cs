using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Storage;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Enrolment;

public sealed class EnrolmentServiceTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private OtaServer _server = null!;

    private ChannelBase Admin => _server.Channel(_server.Admin);

    private V1.Enrolment.EnrolmentClient Anybody => new(_server.Channel());

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync(new OtaServerSetup { Time = _time, Args = ["--enrol-rate", "3", "--vehicle-certificate-days", "100"] });
        await new V1.Vehicles.VehiclesClient(Admin).ImportAsync(Fleet.Rows(3));
    }

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_vehicle_gets_a_certificate_in_its_own_name_below_the_fleet_CA()
    {
        V1.EnrolResponse response = await EnrolAsync(await Car.ClaimAsync(Admin, 1));
        X509Certificate2Collection chain = [];
        chain.ImportFromPem(response.CertificateChain);
        chain.Should().HaveCount(2);
        (chain[0].Subject, chain[0].Issuer, chain[1].Subject).Should().Be(($"CN={response.Vid}", "CN=OTA fleet CA", "CN=OTA fleet CA"));
        chain[0].GetECDsaPublicKey()!.ExportSubjectPublicKeyInfo().Should().Equal(_key.ExportSubjectPublicKeyInfo());
        response.ExpireTime.ToDateTime().Should().BeCloseTo(_time.GetUtcNow().UtcDateTime.AddDays(100), TimeSpan.FromSeconds(2));
        response.ServerRoot.Should().Contain("BEGIN CERTIFICATE");
        V1.ListVehicleEventsResponse events = await new V1.Vehicles.VehiclesClient(Admin).ListVehicleEventsAsync(new() { Vehicle = new() { Vid = response.Vid } });
        V1.VehicleEvent last = events.Events[^1];
        (last.Kind, last.Actor).Should().Be((V1.VehicleEvent.Types.Kind.Enrolled, ""));
    }

    [Fact]
    public async Task A_claim_is_good_once_and_for_its_time_only()
    {
        string claim = await Car.ClaimAsync(Admin, 1);
        await EnrolAsync(claim);
        (await RefusedAsync(claim)).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        string late = await Car.ClaimAsync(Admin, 2);
        _time.Jump(TimeSpan.FromDays(90));
        (await RefusedAsync(late)).StatusCode.Should().Be(StatusCode.FailedPrecondition);
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_enrolment_tries_total{outcome=\"spent_claim\"} 2");
    }

    [Fact]
    public async Task A_claim_with_another_secret_is_as_unknown_as_one_that_never_was()
    {
        string claim = await Car.ClaimAsync(Admin, 1);
        RpcException guessed = await RefusedAsync(claim[..^1] + (claim[^1] == '0' ? '1' : '0'));
        RpcException invented = await RefusedAsync("claim_" + new string('0', 32) + claim[38..]);
        RpcException garbage = await RefusedAsync(new string('x', 100_000));
        new[] { guessed, invented, garbage }.Select(e => e.Status).Distinct().Should().ContainSingle().Which.StatusCode.Should().Be(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task A_request_that_its_key_has_not_signed_is_refused_and_the_claim_stays_good()
    {
        string claim = await Car.ClaimAsync(Admin, 1);
        byte[] der = new CertificateRequest("CN=x", _key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        (await RefusedAsync(claim, PemEncoding.WriteString("CERTIFICATE REQUEST", der))).StatusCode.Should().Be(StatusCode.InvalidArgument);
        using RSA weak = RSA.Create(1024);
        string weakRequest = new CertificateRequest("CN=x", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
        (await RefusedAsync(claim, weakRequest)).Status.Detail.Should().Contain("RSA of 2048");
        await EnrolAsync(claim);
    }

    [Fact]
    public async Task Too_many_tries_are_told_to_come_later()
    {
        string claim = await Car.ClaimAsync(Admin, 1);
        for (int i = 0; i < 3; i++) await RefusedAsync("x");
        (await RefusedAsync(claim)).StatusCode.Should().Be(StatusCode.ResourceExhausted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await EnrolAsync(claim);
    }

    [Fact]
    public async Task A_vehicle_renews_its_certificate_by_the_one_that_it_has_and_both_are_good_until_the_next_time()
    {
        Car car = await Car.EnrolAsync(Admin, _server.Channel(), 1);
        (await NotRenewedAsync(car.Certificate)).StatusCode.Should().Be(StatusCode.ResourceExhausted, "it has just got one");
        _time.Advance(TimeSpan.FromHours(1));
        X509Certificate2 second = await RenewAsync(car.Certificate);
        second.Thumbprint.Should().NotBe(car.Certificate.Thumbprint);
        second.Subject.Should().Be($"CN={car.Vid}");
        _time.Advance(TimeSpan.FromHours(1));
        X509Certificate2 third = await RenewAsync(car.Certificate);
        _time.Advance(TimeSpan.FromHours(1));
        (await NotRenewedAsync(second)).StatusCode.Should().Be(StatusCode.Unauthenticated, "the answer that held it was lost, and the next one ended it");
        await RenewAsync(third);
        (await NotRenewedAsync(car.Certificate)).StatusCode.Should().Be(StatusCode.Unauthenticated);
        V1.ListVehicleEventsResponse events = await new V1.Vehicles.VehiclesClient(Admin).ListVehicleEventsAsync(new() { Vehicle = new() { Vid = car.Vid } });
        events.Events.Count(change => change.Kind == V1.VehicleEvent.Types.Kind.Renewed).Should().Be(3);
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_enrolment_renewals_total{outcome=\"too_early\"} 1")
            .And.Contain("ota_enrolment_renewals_total{outcome=\"bad_certificate\"} 2");
    }

    [Fact]
    public async Task Nobody_renews_without_a_vehicles_certificate_that_is_good()
    {
        Car car = await Car.EnrolAsync(Admin, _server.Channel(), 1);
        _time.Advance(TimeSpan.FromHours(1));
        V1.RenewRequest request = new() { CertificateSigningRequest = Credentials.SigningRequest(_key) };
        foreach (V1.Enrolment.EnrolmentClient client in new[] { Anybody, new V1.Enrolment.EnrolmentClient(Admin) })
        {
            (await FluentActions.Awaiting(() => client.RenewAsync(request).ResponseAsync).Should().ThrowAsync<RpcException>())
                .Which.StatusCode.Should().Be(StatusCode.Unauthenticated);
        }
        await new V1.Enrolment.EnrolmentClient(Admin).RevokeVehicleAsync(new() { Vehicle = new() { Vid = car.Vid }, Reason = "stolen" });
        (await NotRenewedAsync(car.Certificate)).StatusCode.Should().Be(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task A_vehicles_certificate_opens_nothing_to_operators()
    {
        Car car = await Car.EnrolAsync(Admin, _server.Channel(), 1);
        V1.Vehicles.VehiclesClient vehicles = new(_server.Channel(car.Certificate));
        (await FluentActions.Awaiting(() => vehicles.GetVehicleAsync(new() { Vehicle = new() { Vid = car.Vid } }).ResponseAsync)
            .Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Claims_for_many_vehicles_come_in_their_order_with_the_problem_of_each_that_has_none()
    {
        V1.Enrolment.EnrolmentClient enrolment = new(Admin);
        string vid = (await new V1.Vehicles.VehiclesClient(Admin).GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(3) } })).Vid;
        V1.CreateClaimsResponse response = await enrolment.CreateClaimsAsync(new()
        {
            Vehicles =
            {
                new V1.VehicleKey { Vid = vid }, new V1.VehicleKey { Vin = Fleet.VinOf(9) }, new V1.VehicleKey { Vin = Fleet.VinOf(1) },
                new V1.VehicleKey { Vin = Fleet.VinOf(3) }, new V1.VehicleKey { Vin = "no VIN" }, new V1.VehicleKey(),
            },
        });
        response.Results.Select(result => (result.Claim.Length > 0, result.Problem)).Should().Equal(
            (true, ""),
            (false, "No vehicle is registered with this VIN or vid."),
            (true, ""),
            (false, "The vehicle is in this request before; that one has the claim."),
            (false, "No vehicle is registered with this VIN or vid."),
            (false, "No vehicle is registered with this VIN or vid."));
        response.Results[0].Vid.Should().Be(vid);
        await FluentActions.Awaiting(async () => await enrolment.CreateClaimsAsync(new())).Should().ThrowAsync<RpcException>();
        Database database = _server.App.Services.GetRequiredService<Database>();
        (await TableText.TablesWithAsync(database, Fleet.VinOf(1))).Should().Equal("vins");
        (await TableText.TablesWithAsync(database, response.Results[0].Claim[^64..])).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_engineers_make_claims()
    {
        V1.Enrolment.EnrolmentClient support = new(_server.Channel(await _server.CertificateOfNewAsync("carla", V1.Role.Support)));
        V1.CreateClaimsRequest request = new() { Vehicles = { new V1.VehicleKey { Vin = Fleet.VinOf(1) } }, Purpose = "case 1" };
        foreach (V1.Enrolment.EnrolmentClient client in new[] { support, Anybody })
        {
            RpcException e = (await FluentActions.Awaiting(async () => await client.CreateClaimsAsync(request)).Should().ThrowAsync<RpcException>()).Which;
            e.StatusCode.Should().BeOneOf(StatusCode.PermissionDenied, StatusCode.Unauthenticated);
        }
    }

    private Task<V1.EnrolResponse> EnrolAsync(string claim, string? request = null) =>
        Anybody.EnrolAsync(new() { Claim = claim, CertificateSigningRequest = request ?? Credentials.SigningRequest(_key) }).ResponseAsync;

    private async Task<X509Certificate2> RenewAsync(X509Certificate2 certificate)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        V1.EnrolResponse response = await new V1.Enrolment.EnrolmentClient(_server.Channel(certificate)).RenewAsync(
            new() { CertificateSigningRequest = Credentials.SigningRequest(key) });
        return Car.With(X509Certificate2.CreateFromPem(response.CertificateChain), key);
    }

    private async Task<RpcException> NotRenewedAsync(X509Certificate2 certificate) =>
        (await FluentActions.Awaiting(() => RenewAsync(certificate)).Should().ThrowAsync<RpcException>()).Which;

    private async Task<RpcException> RefusedAsync(string claim, string? request = null) =>
        (await FluentActions.Awaiting(() => EnrolAsync(claim, request)).Should().ThrowAsync<RpcException>()).Which;
}
