using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Pki;
using Ota.Server.Tests.Vehicles;

namespace Ota.Server.Tests.Enrolment;

/// <summary>A vehicle's identity is its certificate: whoever has not the right one is refused, and the refusal counted.</summary>
public sealed class SpoofTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private OtaServer _server = null!;
    private CounterWatch _refusals = null!;
    private Car _car = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _refusals = CounterWatch.On(_server);
        await new V1.Vehicles.VehiclesClient(_server.Channel(_server.Admin)).ImportAsync(Fleet.Rows(2));
        _car = await EnrolAsync(1);
    }

    public async Task DisposeAsync()
    {
        await _refusals.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_enrolled_vehicle_publishes_its_own_topics_and_hears_what_is_sent_to_it()
    {
        await using MqttClient client = await ConnectAsync(_car);
        foreach (string type in new[] { "birth", "inv", "tm", "dtc", "ota", "death" })
            (await PublishAsync(client, $"v1/{_car.Vid}/up/{type}")).IsFailure().Should().BeFalse(type);
        foreach (string filter in new[] { $"v1/{_car.Vid}/down/#", $"v1/{_car.Vid}/down/ota", $"$share/g/v1/{_car.Vid}/down/+" })
            (await SubscribeAsync(client, filter)).IsFailure().Should().BeFalse(filter);
        _refusals.IsQuiet.Should().BeTrue();
    }

    [Fact]
    public async Task A_vehicle_without_a_client_id_gets_its_vid_as_one()
    {
        await using MqttClient client = await ConnectAsync(_car, "");
        client.ClientId.Should().Be(_car.Vid);
        await using MqttClient further = await ConnectAsync(_car, $"{_car.Vid}-2");
    }

    [Fact]
    public async Task Another_vehicles_topics_and_unknown_types_are_refused_with_0x87()
    {
        Car other = await EnrolAsync(2);
        await using MqttClient client = await ConnectAsync(_car);
        foreach (string topic in new[] { $"v1/{other.Vid}/up/tm", $"v1/{_car.Vid}/down/ota", $"v1/{_car.Vid}/up", $"v2/{_car.Vid}/up/tm", "a", $"$x/{_car.Vid}" })
        {
            (await PublishAsync(client, topic)).Should().Be(ReasonCode.NotAuthorized, topic);
            (await _refusals.NextAsync()).Should().Be("foreign_topic", topic);
        }

        foreach (string type in new[] { "tmx", "t", "", "tm/x", "TM" })
        {
            (await PublishAsync(client, $"v1/{_car.Vid}/up/{type}")).Should().Be(ReasonCode.NotAuthorized, type);
            (await _refusals.NextAsync()).Should().Be("unknown_type", type);
        }

        foreach (string filter in new[] { "#", "v1/+/down/ota", $"v1/{other.Vid}/down/#", $"v1/{_car.Vid}/#", $"v1/{_car.Vid}/up/#", "$share/g/#", "$SYS/#" })
        {
            (await SubscribeAsync(client, filter)).Should().Be(ReasonCode.NotAuthorized, filter);
            (await _refusals.NextAsync()).Should().Be("foreign_filter", filter);
        }

        (await PublishAsync(client, $"v1/{_car.Vid}/up/tm")).IsFailure().Should().BeFalse("a refusal does not end the connection");
    }

    [Fact]
    public async Task In_MQTT_3_1_1_what_is_refused_is_acknowledged_once_and_does_not_come_again()
    {
        MqttClientOptions options = Car.Options(_server.Data, _server.Endpoints.GetProperty("mqtts").GetInt32(), _car.Certificate, _car.Vid);
        await using MqttClient client = new(options with { Version = MqttProtocolVersion.V311 });
        await client.ConnectAsync();
        (await PublishAsync(client, $"v1/{_car.Vid}/up/wings")).Should().Be(ReasonCode.Success, "there is no other answer in this version");
        (await _refusals.NextAsync()).Should().Be("unknown_type");
        (await PublishAsync(client, $"v1/{_car.Vid}/up/dtc")).Should().Be(ReasonCode.Success, "the connection goes on");
        _refusals.IsQuiet.Should().BeTrue();
    }

    [Fact]
    public async Task A_will_on_another_vehicles_topic_is_refused()
    {
        MqttClientOptions options = Options(_car.Certificate, _car.Vid) with
        {
            Will = new WillMessage { Topic = "v1/00000000000000000000000000000000/up/death", Payload = new byte[1] },
        };
        await RefusedAsync(options, ReasonCode.NotAuthorized, "foreign_topic");
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("VID-")]
    [InlineData("VID-AB")]
    [InlineData("VID0")]
    [InlineData("xVID")]
    public async Task A_client_id_that_is_not_the_vehicles_is_refused(string form) => await RefusedAsync(
        Options(_car.Certificate, form.Replace("VID", _car.Vid, StringComparison.Ordinal)), ReasonCode.ClientIdentifierNotValid, "client_id");

    [Fact]
    public async Task A_user_name_makes_nobody_another_vehicle()
    {
        Car other = await EnrolAsync(2);
        await using MqttClient client = new(Options(_car.Certificate, _car.Vid) with { UserName = other.Vid });
        await client.ConnectAsync().WaitAsync(Patience);
        (await PublishAsync(client, $"v1/{other.Vid}/up/tm")).Should().Be(ReasonCode.NotAuthorized);
    }

    [Fact]
    public async Task No_certificate_ends_in_the_handshake() => await CutAsync(null);

    [Fact]
    public async Task A_certificate_of_another_CA_ends_in_the_handshake()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 other = CertificateIssuer.SelfSign(
            CertificateProfile.ClientCa("CN=OTA fleet CA", key), key, TimeSpan.FromDays(9), TimeProvider.System);
        using X509Certificate2 withKey = Car.With(other, key);
        await CutAsync(Signed(withKey, _car.Vid, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task An_operators_certificate_ends_in_the_handshake() => await CutAsync(_server.Admin);

    [Fact]
    public async Task An_expired_certificate_of_the_fleet_CA_ends_in_the_handshake() =>
        await CutAsync(Signed(FleetCa(), _car.Vid, TimeSpan.FromMinutes(-1)));

    [Fact]
    public async Task A_certificate_of_the_fleet_CA_that_was_never_issued_is_refused() =>
        await RefusedAsync(Options(Signed(FleetCa(), _car.Vid, TimeSpan.FromDays(1)), _car.Vid), ReasonCode.NotAuthorized, "revoked");

    [Fact]
    public async Task A_certificate_of_the_fleet_CA_for_something_else_is_refused() =>
        await RefusedAsync(Options(Signed(FleetCa(), "gateway", TimeSpan.FromDays(1)), "gateway"), ReasonCode.NotAuthorized, "not_a_vehicle");

    [Fact]
    public async Task A_revoked_vehicle_is_disconnected_and_does_not_come_back_before_it_enrols_again()
    {
        await using MqttClient client = await ConnectAsync(_car);
        await using MqttClient further = await ConnectAsync(_car, $"{_car.Vid}-z");
        Task<MqttDisconnection> ended = EndOf(client);
        Task<MqttDisconnection> furtherEnded = EndOf(further);
        V1.RevokeVehicleResponse done = await new V1.Enrolment.EnrolmentClient(_server.Channel(_server.Admin)).RevokeVehicleAsync(
            new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, Reason = "key lost" });
        (done.Vid, done.Certificates).Should().Be((_car.Vid, 1));
        await RefusedAsync(Options(_car.Certificate, _car.Vid), ReasonCode.NotAuthorized, "revoked");
        (await ended.WaitAsync(Patience)).Cause.Reason.Should().Be(ReasonCode.NotAuthorized);
        await furtherEnded.WaitAsync(Patience);

        Car again = await EnrolAsync(1);
        again.Vid.Should().Be(_car.Vid);
        await using MqttClient back = await ConnectAsync(again);
        (await PublishAsync(back, $"v1/{_car.Vid}/up/tm")).IsFailure().Should().BeFalse();
        await RefusedAsync(Options(_car.Certificate, _car.Vid), ReasonCode.NotAuthorized, "revoked");
    }

    [Fact]
    public async Task A_vehicle_that_is_scrapped_is_disconnected()
    {
        await using MqttClient client = await ConnectAsync(_car);
        Task<MqttDisconnection> ended = EndOf(client);
        await new V1.Vehicles.VehiclesClient(_server.Channel(_server.Admin)).SetVehicleStatusAsync(
            new() { Vehicle = new() { Vid = _car.Vid }, Status = V1.VehicleStatus.Scrapped, Reason = "fire" });
        (await ended.WaitAsync(Patience)).Cause.Reason.Should().Be(ReasonCode.NotAuthorized);
        await RefusedAsync(Options(_car.Certificate, _car.Vid), ReasonCode.NotAuthorized, "revoked");
    }

    [Fact]
    public async Task Refusals_are_in_the_metrics_and_the_log_has_no_VIN()
    {
        await RefusedAsync(Options(_car.Certificate, "somebody"), ReasonCode.ClientIdentifierNotValid, "client_id");
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_bridge_refusals_total{reason=\"client_id\"} 1")
            .And.NotContain(Fleet.VinOf(1));
        _server.Log.Lines.Should().NotContain(line => line.ToString().Contains(Fleet.VinOf(1), StringComparison.Ordinal));
    }

    private static Task<MqttDisconnection> EndOf(MqttClient client)
    {
        TaskCompletionSource<MqttDisconnection> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Disconnected += disconnection => ended.TrySetResult(disconnection);
        return ended.Task;
    }

    private static async Task<ReasonCode> PublishAsync(MqttClient client, string topic) =>
        (await client.PublishAsync(topic, "x"u8.ToArray(), MqttQos.AtLeastOnce).AsTask().WaitAsync(Patience)).Reason;

    private static async Task<ReasonCode> SubscribeAsync(MqttClient client, string filter) =>
        (await client.SubscribeAsync(filter, MqttQos.AtLeastOnce).WaitAsync(Patience)).Reasons[0];

    private static X509Certificate2 Signed(X509Certificate2 ca, string name, TimeSpan end)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = CertificateProfile.Client(name, new PublicKey(key));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, true, false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset begin = new DateTimeOffset(ca.NotBefore).AddSeconds(1);
        using ECDsa caKey = ca.GetECDsaPrivateKey()!;
        using X509Certificate2 certificate = request.Create(
            ca.SubjectName, X509SignatureGenerator.CreateForECDsa(caKey), begin, now + end, RandomNumberGenerator.GetBytes(8));
        return Car.With(certificate, key);
    }

    private X509Certificate2 FleetCa() => X509Certificate2.CreateFromPemFile(
        Path.Combine(_server.Data, "pki", "fleet-ca.crt"), Path.Combine(_server.Data, "pki", "fleet-ca.key"));

    private Task<Car> EnrolAsync(long number) => Car.EnrolAsync(_server.Channel(_server.Admin), _server.Channel(), number);

    private MqttClientOptions Options(X509Certificate2? certificate, string clientId) =>
        Car.Options(_server.Data, _server.Endpoints.GetProperty("mqtts").GetInt32(), certificate, clientId);

    private async Task<MqttClient> ConnectAsync(Car car, string? clientId = null)
    {
        MqttClient client = new(Options(car.Certificate, clientId ?? car.Vid));
        await client.ConnectAsync().WaitAsync(Patience);
        return client;
    }

    private async Task RefusedAsync(MqttClientOptions options, ReasonCode reason, string counted)
    {
        await using MqttClient client = new(options);
        MqttClientException e =
            (await FluentActions.Awaiting(() => client.ConnectAsync().WaitAsync(Patience)).Should().ThrowAsync<MqttClientException>()).Which;
        (e.Error, e.Reason).Should().Be((MqttClientError.Refused, reason));
        (await _refusals.NextAsync()).Should().Be(counted);
    }

    // TLS 1.3 tells a client of its refused certificate only after its own part of the handshake.
    private async Task CutAsync(X509Certificate2? certificate)
    {
        await using MqttClient client = new(Options(certificate, _car.Vid));
        MqttClientException e =
            (await FluentActions.Awaiting(() => client.ConnectAsync().WaitAsync(Patience)).Should().ThrowAsync<MqttClientException>()).Which;
        e.Error.Should().NotBe(MqttClientError.Refused, "no CONNACK leaves");
        (await _refusals.NextAsync()).Should().Be("handshake");
    }
}
