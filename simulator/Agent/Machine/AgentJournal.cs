namespace Ota.Simulator.Agent.Machine;

/// <summary>Everything that a vehicle must not forget over a power cut.</summary>
internal sealed record AgentJournal
{
    /// <summary>Counts starts.</summary>
    public ulong Boots { get; init; }

    /// <summary>The counter of the last inventory that was signed.</summary>
    public ulong Counter { get; init; }

    /// <summary>How much the vehicle was used.</summary>
    public ulong IgnitionCycles { get; init; }

    public ulong OdometerM { get; init; }

    /// <summary>The job; null if there is none.</summary>
    public AgentJob? Job { get; init; }
}
