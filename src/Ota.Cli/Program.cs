using Ota.Cli.Artifacts;
using Ota.Cli.Bundles;
using Ota.Cli.Completion;
using Ota.Cli.Connection;
using Ota.Cli.Director;
using Ota.Cli.Doctor;
using Ota.Cli.Keys;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Cli.Repositories;
using Ota.Cli.Rollouts;
using Ota.Cli.Roots;
using Ota.Cli.Status;
using Ota.Cli.Telemetry;
using Ota.Cli.Vehicles;

namespace Ota.Cli;

/// <summary>Lists the verbs.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        Surroundings around = new();
        GlobalOptions globals = new();
        Verbs verbs = new(globals, around);
        OtaCommand root = new(globals, around)
        {
            StatusCommand.Create(verbs),
            DoctorCommand.Create(verbs),
            VersionCommand.Create(verbs),
            VehiclesCommand.Create(verbs),
            TelemetryCommand.Create(verbs),
            ArtifactsCommand.Create(verbs),
            BundlesCommand.Create(verbs),
            RolloutsCommand.Create(verbs),
            KeysCommand.Create(verbs),
            RootsCommand.Create(verbs),
            RepoCommand.Create(verbs),
            DirectorCommand.Create(verbs),
            OperatorsCommand.Create(verbs),
            CompletionCommand.Create(around),
        };
        return await Invocation.RunAsync(root, args, around);
    }
}
