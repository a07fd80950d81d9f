using System.Globalization;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>What is published, as rows, and what somebody should do about it.</summary>
internal static class RepositoryTable
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static void Write(TableOutput output, IEnumerable<RepositoryState> states, DateTimeOffset now) => output.WriteTable(
        ["REPOSITORY", "ROLE", "VERSION", "EXPIRES", "SIGNATURES", "IMAGES", "PATHS"],
        folded: 6,
        states.SelectMany(state => state.Roles.Select(role => RowOf(state, role, output, now)).Concat(WaitingRows(state))));

    /// <summary>What a root waits for that was taken and is not live yet; null if none does.</summary>
    public static string? Waiting(RepositoryState state) => state.WaitingRoot == 0
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Root version {state.WaitingRoot} of the {RepositoryOption.NameOf(state.Repository)} repository waits: the published targets would not count under its keys. ")
            + $"Both go live when its targets keys have signed {ChangeArgument.Short(state.WaitingFor)}: ota repo sign {ChangeArgument.Short(state.WaitingFor)} --key FILE";

    /// <summary>What is expired, ends soon or is not there yet, a sentence each.</summary>
    public static IEnumerable<string> Warnings(RepositoryState state, DateTimeOffset now)
    {
        string repository = RepositoryOption.NameOf(state.Repository);
        if (state.Roles.Count == 0)
            yield return $"The {repository} repository has no root yet, so no vehicle can use it: see `ota root init --help`.";
        if (Waiting(state) is { } waiting) yield return waiting;
        foreach (RepositoryRole role in state.Roles)
        {
            if (role.ExpireTime is null) continue;
            TimeSpan left = role.ExpireTime.ToDateTimeOffset() - now;
            string when = Moments.Distance(role.ExpireTime, now);
            if (left <= TimeSpan.Zero) yield return $"The {repository} repository's {role.Name} expired {when}; vehicles refuse it. {Remedy(role, repository)}";
            else if (left < Soon && !IsOnline(role)) yield return $"The {repository} repository's {role.Name} expires {when}. {Remedy(role, repository)}";
        }
    }

    private static string[] RowOf(RepositoryState state, RepositoryRole role, TableOutput output, DateTimeOffset now) =>
    [
        RepositoryOption.NameOf(state.Repository),
        role.Name,
        role.Version.ToString(CultureInfo.InvariantCulture),
        Moments.WithDistance(role.ExpireTime, now),
        string.Create(CultureInfo.InvariantCulture, $"{role.Threshold} of {role.KeyIds.Count}"),
        IsTargets(role) ? role.Targets.ToString(CultureInfo.InvariantCulture) : "",
        output.Join(role.Paths) + (role.Terminating ? " (terminating)" : ""),
    ];

    private static IEnumerable<string[]> WaitingRows(RepositoryState state)
    {
        if (state.WaitingRoot == 0) yield break;
        string version = state.WaitingRoot.ToString(CultureInfo.InvariantCulture);
        yield return [RepositoryOption.NameOf(state.Repository), "root", version, $"waits for {ChangeArgument.Short(state.WaitingFor)}", "", "", ""];
    }

    private static string Remedy(RepositoryRole role, string repository) => role.Name switch
    {
        "root" => $"Renew it: ota root fetch --repo {repository} -o current.json, then ota root rotate.",
        _ when IsOnline(role) => "The server renews it by itself: look into its log.",
        _ => $"Renew it: ota repo renew {role.Name}.",
    };

    private static bool IsOnline(RepositoryRole role) => role.Name is "timestamp" or "snapshot";

    private static bool IsTargets(RepositoryRole role) => role.Name != "root" && !IsOnline(role);
}
