using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>The real history behind a gate: nothing is stored before it opens.</summary>
internal sealed class HeldHistory(ITelemetryHistory inner, Task gate) : ITelemetryHistory
{
    public HistoryCondition Condition => inner.Condition;

    /// <summary>Puts the gate before the history that is registered.</summary>
    public static void Hold(IServiceCollection services, Task gate)
    {
        Func<IServiceProvider, object> open = services.Single(service => service.ServiceType == typeof(ITelemetryHistory)).ImplementationFactory!;
        services.AddSingleton<ITelemetryHistory>(provider => new HeldHistory((ITelemetryHistory)open(provider), gate));
    }

    public async Task<AppendOutcome[]> AppendAsync(IReadOnlyList<TelemetryMessage> messages, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        return await inner.AppendAsync(messages, stop);
    }

    public ISequenceWindow? Window(VehicleKey vehicle) => inner.Window(vehicle);

    public IReadOnlyList<LatestValue> Latest(VehicleKey vehicle) => inner.Latest(vehicle);

    public Task<HistoryRange> RangeAsync(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop) =>
        inner.RangeAsync(vehicle, signal, from, to, maxPoints, stop);

    public Task<IReadOnlyList<MinuteValue>> MinutesAsync(VehicleKey vehicle, uint signal, long from, long to, CancellationToken stop) =>
        inner.MinutesAsync(vehicle, signal, from, to, stop);

    public IEnumerable<TelemetryMessage> Journal(long from, long to) => inner.Journal(from, to);

    public Task<HistoryCount> CountAsync(VehicleKey vehicle, uint lastSignal, CancellationToken stop) => inner.CountAsync(vehicle, lastSignal, stop);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
