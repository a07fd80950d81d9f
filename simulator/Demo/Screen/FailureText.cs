using Ota.V1;

namespace Ota.Simulator.Demo.Screen;

/// <summary>Failures by family, the most frequent first.</summary>
internal static class FailureText
{
    public static string Of(Rollout rollout)
    {
        IEnumerable<string> families = rollout.Failures.Where(one => one.Vehicles > 0).OrderByDescending(one => one.Vehicles)
            .Select(one => $"{one.Family} {Bucket.Figure(one.Vehicles)}");
        return string.Join(", ", families) is { Length: > 0 } text ? text : "none";
    }
}
