using System.Diagnostics.Metrics;

namespace Ota.Server.Telemetry.TroubleCodes;

internal sealed class TroubleCodeMetrics
{
    private readonly Counter<long> _leftOut;

    public TroubleCodeMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.TroubleCodes");
        _leftOut = meter.CreateCounter<long>(
            "ota.trouble_codes.left_out", "{report}", "Reports of trouble codes that count but found the history of their vehicle's day full.");
    }

    public void LeftOut() => _leftOut.Add(1);
}
