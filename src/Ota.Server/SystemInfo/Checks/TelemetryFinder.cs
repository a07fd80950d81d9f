using Ota.Server.Telemetry.History;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether telemetry can be stored.</summary>
internal sealed class TelemetryFinder(ITelemetryHistory history) : IFinder
{
    public string Name => "telemetry";

    public Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop)
    {
        HistoryCondition condition = history.Condition;
        return Task.FromResult<IReadOnlyList<V1.SystemCheck>>(
        [
            condition.Ready
                ? Found.Ok(Name, "Messages are stored.")
                : Found.Problem(Name, $"{condition.Sentence.TrimEnd('.')}: make room and let the server write DIR/telemetry; vehicles keep what they have until then."),
        ]);
    }
}
