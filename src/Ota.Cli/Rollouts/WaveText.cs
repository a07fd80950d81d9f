using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>How far a wave is, in few words.</summary>
internal static class WaveText
{
    public static string Of(Wave wave, DateTimeOffset now)
    {
        if (wave.Wave_ == 0) return "held back, fixed before, or not applicable";
        if (wave.OpenTime is null) return "not open yet";
        string state = wave.ProvenTime is { } proven
            ? $"share proven {Moments.Distance(proven, now)}, {Figures.Of(wave.Soaked)} used since"
            : $"opened {Moments.Distance(wave.OpenTime, now)}";
        if (wave.Faulty > 0) state += $", {Figures.Of(wave.Faulty)} with new faults";
        return wave.Silent > 0 ? $"{state}, {Figures.Of(wave.Silent)} silent" : state;
    }
}
