using System.Security.Cryptography.X509Certificates;
using Ota.Core.Vehicles;
using Ota.Mqtt;
using Ota.Mqtt.Broker;
using Ota.Server.Hosting;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Bridge;

/// <summary>
/// Decides who connects and as whom. A vehicle is its certificate; names in CONNECT add nothing. Connections without a certificate come
/// by the development port only, which is open to everyone on the machine.
/// </summary>
internal sealed class VehicleDoor(
    FleetCertificates fleet, BridgeMetrics metrics, BridgeOptions options, HostingOptions hosting, TimeProvider time)
{
    private readonly TopicAccessPolicy _own = new([], ["v1/%u/down/#"]);
    private readonly ClosedFilters _development = new(options.NoSubscribe);

    public async ValueTask<MqttConnectDecision> DecideAsync(MqttConnectRequest request, CancellationToken stop)
    {
        string clientId = request.Client.ClientId;
        if (request.Client.Certificate is not { } certificate)
        {
            return hosting.MqttPort is null
                ? Refuse(Refusal.NoCertificate, ReasonCode.NotAuthorized, "A vehicle connects with its certificate.")
                : MqttConnectDecision.Accepted;
        }

        if (VehicleOf(certificate) is not { } vid)
            return Refuse(Refusal.NotAVehicle, ReasonCode.NotAuthorized, "The certificate is not a vehicle's.");
        if (clientId.Length > 0 && !VehicleClientId.IsOf(vid, clientId))
            return Refuse(Refusal.ClientId, ReasonCode.ClientIdentifierNotValid, "The client id is the vid, or the vid with -0 to -z behind it.");
        if (!IsInItsTime(certificate))
            return Refuse(Refusal.Expired, ReasonCode.NotAuthorized, "The certificate is not valid at this time.");
        if (!await fleet.IsGoodAsync(certificate, stop))
            return Refuse(Refusal.Revoked, ReasonCode.NotAuthorized, "The certificate was revoked; the vehicle has to enrol again.");
        return new MqttConnectDecision { ClientId = clientId.Length == 0 ? vid.Value : null, UserName = vid.Value };
    }

    public ITopicAccess AccessOf(MqttClientInfo client) => client.Certificate is { } certificate && VehicleOf(certificate) is { } vid
        ? new VehicleAccess(vid, _own.For(client), metrics)
        : _development;

    private static Vid? VehicleOf(X509Certificate2 certificate) =>
        Vid.TryParse(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));

    private bool IsInItsTime(X509Certificate2 certificate)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && now < certificate.NotAfter.ToUniversalTime();
    }

    private MqttConnectDecision Refuse(Refusal why, ReasonCode reason, string text)
    {
        metrics.Refused(why);
        return MqttConnectDecision.Refuse(reason, text);
    }
}
