using System.CommandLine;
using Ota.Simulator.Agent.Real;
using Ota.Simulator.Check;
using Ota.Simulator.Fleet.Enrolling;
using Ota.Simulator.Fleet.Making;
using Ota.Simulator.Fleet.Running;
using Ota.Simulator.Replay;

namespace Ota.Simulator;

/// <summary>Lists the verbs.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        RootCommand root = new("Vehicles that do not exist, for trying the backend with: they speak to it over the wire only.")
        {
            ReplayCommand.Create(),
            CheckCommand.Create(),
            MakeFleetCommand.Create(),
            EnrolCommand.Create(),
            FleetCommand.Create(),
            AgentCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        int code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
