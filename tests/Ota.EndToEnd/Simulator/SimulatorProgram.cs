using Ota.Testing;

namespace Ota.EndToEnd.Simulator;

/// <summary>The simulator as the build of these tests left it.</summary>
internal static class SimulatorProgram
{
    public static PeerProgram Replay { get; } = new("dotnet", BuiltProgram.Simulator, "replay");

    public static PeerProgram Agent { get; } = new("dotnet", BuiltProgram.Simulator, "agent");

    public static PeerProgram Check { get; } = new("dotnet", BuiltProgram.Simulator, "check");
}
