using System.Diagnostics.Metrics;

namespace Ota.Server.Vehicles.Rebirths;

internal sealed class RebirthMetrics
{
    private static readonly Dictionary<RebirthReason, string> Names = new()
    {
        [RebirthReason.NoBirth] = "no_birth",
        [RebirthReason.UnknownCatalogue] = "unknown_catalogue",
        [RebirthReason.Gap] = "gap",
    };

    private readonly Counter<long> _asked;

    public RebirthMetrics(IMeterFactory factory, RebirthDesk desk)
    {
        Meter meter = factory.Create("Ota.Vehicles.Rebirths");
        _asked = meter.CreateCounter<long>("ota.rebirths", "{command}", "Vehicles that were asked for a birth, by reason.");
        meter.CreateObservableGauge("ota.rebirths.waiting", () => desk.Waiting, "{vehicle}", "Vehicles that wait to be asked.");
        meter.CreateObservableCounter("ota.rebirths.dropped", () => desk.Dropped, "{vehicle}", "Wishes for a birth that found no room.");
    }

    public void Asked(RebirthReason reason) => _asked.Add(1, new KeyValuePair<string, object?>("reason", Names[reason]));
}
