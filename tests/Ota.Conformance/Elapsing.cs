namespace Ota.Conformance;

/// <summary>
/// Expiry is the one thing that no packet announces: the passing of time is itself the event. Only the tests of intervals
/// that end in silence wait here.
/// </summary>
public static class Elapsing
{
    public static Task SecondsAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
