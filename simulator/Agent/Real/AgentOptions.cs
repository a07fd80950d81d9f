using Ota.Simulator.Verbs;

namespace Ota.Simulator.Agent.Real;

/// <summary>One vehicle, against what, and what it is like.</summary>
internal sealed record AgentOptions
{
    public required HostPort Broker { get; init; }

    public required Uri Server { get; init; }

    public required string Vid { get; init; }

    /// <summary>Its disk.</summary>
    public required string Data { get; init; }

    /// <summary>Its ECUs as the plant built them.</summary>
    public required string Ecus { get; init; }

    public required string DirectorRoot { get; init; }

    public required string ImageRoot { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public string? Authority { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How many times faster it waits.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>yes, no, or how often the driver puts it off first.</summary>
    public string Consent { get; init; } = "yes";

    /// <summary>What the driver reads, if the bundle has it: BCP 47.</summary>
    public string Language { get; init; } = "en";

    /// <summary>How often a look at the conditions finds one that does not hold.</summary>
    public int Unsafe { get; init; }

    public IReadOnlyList<EcuFault> Faults { get; init; } = [];

    /// <summary>Whether to go on when the job has ended.</summary>
    public bool Forever { get; init; }

    /// <summary>After which step the process ends as by a power cut; null: after none.</summary>
    public string? DieAt { get; init; }
}
