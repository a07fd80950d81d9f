using System.CommandLine;
using Ota.Simulator.Agent.Real;
using Ota.Simulator.Check;
using Ota.Simulator.Demo;
using Ota.Simulator.Fleet.Enrolling;
using Ota.Simulator.Fleet.Making;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Replay;

namespace Ota.Simulator;

/// <summary>Lists the verbs.</summary>
internal static class Program
{
    // What was started goes before we do, and what was sent is written down.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    public static async Task<int> Main(string[] args)
    {
        RootCommand root = new(DemoCommand.Description)
        {
            ReplayCommand.Create(),
            CheckCommand.Create(),
            MakeFleetCommand.Create(),
            EnrolCommand.Create(),
            FleetCommand.Create(),
            AgentCommand.Create(),
        };
        DemoCommand.AddTo(root);
        ParseResult parsed = root.Parse(args);
        int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Farewell });
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
