using System.CommandLine;
using Ota.Cli.Bundles;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>The bundle that a rollout is to bring.</summary>
internal static class BundleOption
{
    public static Option<string> Create() => new("--bundle")
    {
        HelpName = "BUNDLE",
        Description = $"What it brings, a staged bundle. {BundleArgument.Rule}",
        Required = true,
        CustomParser = BundleArgument.Read("--bundle"),
    };

    /// <summary>Finds it by what may be the begin of its digest.</summary>
    /// <exception cref="CliException">There is none, or vehicles cannot be told to install it.</exception>
    public static async Task<Bundle> FindStagedAsync(Session session, string name)
    {
        Bundle bundle = await BundleArgument.FindAsync(session, name);
        if (bundle.State != BundleState.Staged)
        {
            throw CliException.Refused($"{bundle.Title} ({BundleArgument.Short(bundle.Name)}) is {BundleTable.StateOf(bundle)}; a rollout takes a staged bundle"
                + (bundle.State == BundleState.Withdrawn ? "." : ": ota bundles sign."));
        }

        return bundle.Obstacle.Length == 0 ? bundle : throw CliException.Refused($"No vehicle is told to install {bundle.Title}: {bundle.Obstacle}");
    }
}
