using System.Diagnostics.Metrics;

namespace Ota.Server.Bridge;

internal sealed class BridgeMetrics
{
    private static readonly Dictionary<Refusal, string> Names = new()
    {
        [Refusal.Handshake] = "handshake",
        [Refusal.NoCertificate] = "no_certificate",
        [Refusal.NotAVehicle] = "not_a_vehicle",
        [Refusal.ClientId] = "client_id",
        [Refusal.Expired] = "expired",
        [Refusal.Revoked] = "revoked",
        [Refusal.ForeignTopic] = "foreign_topic",
        [Refusal.UnknownType] = "unknown_type",
        [Refusal.ForeignFilter] = "foreign_filter",
    };

    private readonly Counter<long> _refusals;
    private readonly Counter<long> _disconnections;

    public BridgeMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Bridge");
        _refusals = meter.CreateCounter<long>("ota.bridge.refusals", "{refusal}", "What vehicles, or others in their place, were refused, by reason.");
        _disconnections = meter.CreateCounter<long>("ota.bridge.disconnections", "{connection}", "Connections ended because the vehicle was revoked.");
    }

    public void Refused(Refusal why) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", Names[why]));

    public void Disconnected() => _disconnections.Add(1);
}
