using Ota.Cli.Bundles;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Rollouts as rows.</summary>
internal static class RolloutTable
{
    private static readonly string[] Headings = ["ROLLOUT", "TITLE", "BUNDLE", "STATE", "VEHICLES", "PROVEN", "FAILED", "WAVE", "AUTHOR", "CREATED"];

    public static void Write(TableOutput output, IReadOnlyCollection<Rollout> rollouts, bool withHeadings) => output.WriteTable(
        withHeadings ? Headings : [.. Headings.Select(_ => "")],
        folded: 1,
        rollouts.Select(rollout => (string[])
        [
            RolloutArgument.Short(rollout.Name),
            rollout.Title,
            BundleArgument.Short(rollout.Bundle),
            Words.Of(rollout.State),
            Figures.Plain(rollout.Population),
            Figures.Plain(Bucket.Proven.In(Bucket.Sum(rollout))),
            Figures.Plain(Bucket.Failed.In(Bucket.Sum(rollout))),
            WaveOf(rollout),
            OperatorTable.Short(rollout.Author),
            Moments.Utc(rollout.CreateTime),
        ]));

    /// <summary>Which wave is open, of how many; empty before the first.</summary>
    public static string WaveOf(Rollout rollout)
    {
        int all = rollout.Waves.Count(wave => wave.Wave_ > 0);
        int open = rollout.Waves.Where(wave => wave.OpenTime is not null).Select(wave => wave.Wave_).DefaultIfEmpty().Max();
        return open == 0 ? "" : $"{Figures.Plain(open)} of {Figures.Plain(all)}";
    }
}
