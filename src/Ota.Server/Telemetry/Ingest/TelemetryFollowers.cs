using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Who hears of a message after it is stored. None of them can hold it up or undo it.</summary>
internal sealed class TelemetryFollowers(SinkFeed sinks, TelemetryFeed watchers, BirthWatch births, ILogger<TelemetryFollowers> log)
{
    public void Tell(TelemetryMessage message, int readings)
    {
        try
        {
            sinks.Offer(message);
            watchers.Tell(message, readings);
            births.Tell(message);
        }
        catch (Exception e) // The message is stored and answered: what is left to do is to say so.
        {
            log.NotPassedOn(e);
        }
    }

    /// <summary>A message of which nothing is stored.</summary>
    public void TellRefused(VehicleKey vehicle, IReadOnlyList<Refusal> refusals) => births.TellRefused(vehicle, refusals);
}
