using Ota.V1;
using Spectre.Console;

namespace Ota.Cli.Rollouts;

/// <summary>Some states together, as a person thinks of them. Each state is in one bucket.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Mark">Its sign in a bar, which tells it from others where there are no colours.</param>
/// <param name="States">What is in it.</param>
internal sealed record Bucket(string Name, Color Tone, char Mark, params IReadOnlyList<InstallState> States)
{
    public static readonly Bucket Proven = new("proven", Color.Green, '█', InstallState.Confirmed);

    public static readonly Bucket Failed = new(
        "failed", Color.Red, '×', InstallState.RolledBack, InstallState.SafeDegraded, InstallState.Inconsistent, InstallState.Discrepant, InstallState.Reopened);

    public static readonly Bucket NotOffered = new("not offered yet", Color.Grey, '·', InstallState.Targeted);

    /// <summary>What begins no install after a stop, though the vehicle knows of it.</summary>
    public static readonly Bucket Offered = new(
        "offered", Color.Aqua, '░', InstallState.Offered, InstallState.Acknowledged, InstallState.Downloading, InstallState.Downloaded, InstallState.Verified);

    public static readonly Bucket Waiting = new("waiting", Color.Yellow, '▒', InstallState.WaitConsent, InstallState.WaitSafeState);

    public static readonly Bucket Installing = new("installing", Color.Blue, '▓', InstallState.Installing, InstallState.Rebooting, InstallState.SelfTest);

    /// <summary>In the order of the way to a proof, then what left it.</summary>
    public static readonly IReadOnlyList<Bucket> All =
    [
        Proven,
        new("fixed before", Color.DarkGreen, '■', InstallState.AlreadyCompliant),
        new("done but unproven", Color.Teal, '▇', InstallState.Committed),
        Installing,
        Waiting,
        Offered,
        NotOffered,
        Failed,
        new("declined", Color.Orange1, '-', InstallState.Declined),
        new("expired", Color.Orange1, '-', InstallState.Expired),
        new("unreachable", Color.Maroon, '?', InstallState.Unreachable),
        new("taken back", Color.Grey, '-', InstallState.Revoked, InstallState.Superseded),
        new("not applicable", Color.Grey, ' ', InstallState.NotApplicable),
        new("out of service", Color.Grey, ' ', InstallState.RemovedFromService),
    ];

    // A newer server may know more states; none may be missing from a sum.
    private static readonly Bucket Other = new("other", Color.Grey, '+');

    public long In(IEnumerable<StateCount> counts) => counts.Where(one => States.Contains(one.State)).Sum(one => one.Vehicles);

    /// <summary>How many are in each, none left out; those of nobody are left out unless they are proven or failed.</summary>
    public static IReadOnlyList<(Bucket Bucket, long Vehicles)> Count(IReadOnlyCollection<StateCount> counts)
    {
        List<(Bucket Bucket, long Vehicles)> all = [.. All.Select(bucket => (bucket, bucket.In(counts)))];
        all.Add((Other, counts.Sum(one => one.Vehicles) - all.Sum(one => one.Vehicles)));
        return [.. all.Where(one => one.Vehicles != 0 || one.Bucket == Proven || one.Bucket == Failed)];
    }

    /// <summary>The states of all waves together.</summary>
    public static IReadOnlyCollection<StateCount> Sum(Rollout rollout) =>
    [
        .. rollout.Waves.SelectMany(wave => wave.States).GroupBy(one => one.State)
            .Select(group => new StateCount { State = group.Key, Vehicles = group.Sum(one => one.Vehicles) }),
    ];
}
