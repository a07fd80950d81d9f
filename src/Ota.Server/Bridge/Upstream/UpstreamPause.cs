namespace Ota.Server.Bridge.Upstream;

/// <summary>How long to wait for a broker that was not reached. Without chance in it: servers are few.</summary>
internal static class UpstreamPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures - 1, 10)), Longest.TotalSeconds));
}
