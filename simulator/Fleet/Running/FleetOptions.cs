using Ota.Simulator.Verbs;

namespace Ota.Simulator.Fleet.Running;

/// <summary>What fleet to run, against what and how.</summary>
internal sealed record FleetOptions
{
    public required string Vehicles { get; init; }

    public required HostPort Broker { get; init; }

    /// <summary>PEM of the CA of broker and server.</summary>
    public string? Authority { get; init; }

    /// <summary>The Director's root that the vehicles were built with.</summary>
    public required string DirectorRoot { get; init; }

    /// <summary>The server's address for downloads and roots; null: no downloads.</summary>
    public Uri? Server { get; init; }

    public bool Downloads { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>A file of behaviours; null takes the counts.</summary>
    public string? Behaviours { get; init; }

    public IReadOnlyList<(VehicleKind Kind, int Count)> Counts { get; init; } = [];

    /// <summary>Simulated seconds in a real one.</summary>
    public double Compress { get; init; } = 600;

    public string? Ledger { get; init; }

    /// <summary>When the run ends; null when all are settled.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>When it ends in any case.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a vehicle waits for an answer of the backend; null for as long as others do.</summary>
    public TimeSpan? Answer { get; init; }

    public double MaximumRate { get; init; } = 100;

    /// <summary>Vehicles that connect at the same moment; the others wait. On a slow machine all of them at once would only time out.</summary>
    public int ConnectingAtOnce { get; init; } = 1000;

    /// <summary>Whether a vehicle whose truth is final stays parked.</summary>
    public bool RestsWhenSettled { get; init; }
}
