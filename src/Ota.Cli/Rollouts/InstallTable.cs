using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Vehicles of a rollout as rows.</summary>
internal static class InstallTable
{
    private static readonly string[] Headings = ["VID", "WAVE", "STATE", "SINCE", "ATTEMPTS", "HEARD", "WORK", "REASON"];

    public static void Write(TableOutput output, IReadOnlyCollection<Install> installs, bool withHeadings) => output.WriteTable(
        withHeadings ? Headings : [.. Headings.Select(_ => "")],
        folded: 7,
        installs.Select(install => (string[])
        [
            install.Vid,
            install.Wave == 0 ? "-" : Figures.Plain(install.Wave),
            Words.Of(install.State),
            Moments.Utc(install.StateTime),
            Figures.Plain(install.Attempts),
            Moments.Utc(install.HeardTime),
            Words.Of(install.Work),
            ReasonOf(install),
        ]));

    /// <summary>What went wrong, or what it waits for.</summary>
    public static string ReasonOf(Install install) => (install.Reason.Length, install.Conditions.Count) switch
    {
        (_, 0) => install.Reason,
        (0, _) => $"waits: {string.Join(", ", install.Conditions)}",
        _ => $"{install.Reason}; waits: {string.Join(", ", install.Conditions)}",
    };
}
