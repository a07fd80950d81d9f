namespace Ota.Simulator.Fleet.Running;

/// <summary>Simulated time: so many simulated seconds pass in a real one.</summary>
internal sealed class FleetClock(TimeProvider time, double compress)
{
    // Below this nothing can be said and answered.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    public TimeProvider Real => time;

    public TimeSpan Shorten(TimeSpan simulated) => simulated / compress;

    /// <summary>As <see cref="Shorten"/>, but long enough for a connection to be of use.</summary>
    public TimeSpan ShortenToUse(TimeSpan simulated) => Shorten(simulated) > Least ? Shorten(simulated) : Least;

    public Task SleepAsync(TimeSpan simulated, CancellationToken stop) => Task.Delay(Shorten(simulated), time, stop);
}
