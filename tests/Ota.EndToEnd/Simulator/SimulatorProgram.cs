using Ota.Testing;

namespace Ota.EndToEnd.Simulator;

/// <summary>The simulator as the build of these tests left it.</summary>
internal static class SimulatorProgram
{
    public static PeerProgram Replay { get; } = new("dotnet", Find(), "replay");

    private static string Find()
    {
        DirectoryInfo output = new(AppContext.BaseDirectory); // .../tests/Ota.EndToEnd/bin/Debug/net10.0/
        return RepositoryRoot.Combine($"simulator/Ota.Simulator/bin/{output.Parent!.Name}/{output.Name}/ota-simulator.dll");
    }
}
