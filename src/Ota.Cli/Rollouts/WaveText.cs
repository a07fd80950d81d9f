using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>How far a wave is, in few words.</summary>
internal static class WaveText
{
    public static string Of(Wave wave, DateTimeOffset now)
    {
        if (wave.Wave_ == 0) return "held back or nothing to do";
        if (wave.OpenTime is null) return "not open yet";
        // What is wrong comes first: a narrow screen cuts the end.
        string wrong = wave.Faulty > 0 ? $"{Figures.Of(wave.Faulty)} with new faults, " : "";
        if (wave.Silent > 0) wrong += $"{Figures.Of(wave.Silent)} silent, ";
        return wave.ProvenTime is { } proven
            ? $"{wrong}{Figures.Of(wave.Soaked)} used, enough proven {Moments.Distance(proven, now)}"
            : $"{wrong}opened {Moments.Distance(wave.OpenTime, now)}";
    }
}
