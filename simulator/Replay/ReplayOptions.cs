namespace Ota.Simulator.Replay;

/// <summary>What to replay, to whom and how.</summary>
internal sealed record ReplayOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 1883;

    public required string Ledger { get; init; }

    public string Recordings { get; init; } = Path.Combine(AppContext.BaseDirectory, "Recordings");

    /// <summary>Only trips whose name contains this.</summary>
    public string Trips { get; init; } = "";

    public int Vehicles { get; init; } = 10;

    /// <summary>Times faster than recorded; 0: as fast as the broker takes it.</summary>
    public double Speed { get; init; } = 1;

    public TimeSpan BatchLength { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Each vehicle starts this long after the one before.</summary>
    public TimeSpan Spacing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Batches that one vehicle sends at most.</summary>
    public int MaximumBatches { get; init; } = int.MaxValue;

    public int Seed { get; init; } = 1;

    /// <summary>The chance after each batch that a trouble code comes or goes; 0: no reports of them, also none at the start.</summary>
    public double TroubleCodes { get; init; }

    public FaultRates Faults { get; init; } = new();

    /// <summary>A folder of {vid}.pem files, certificate and key; its names are the vehicles' ids. Null: plain TCP and drawn ids.</summary>
    public string? Certificates { get; init; }

    /// <summary>The authority to trust, PEM.</summary>
    public string? Authority { get; init; }

    /// <summary>A folder of {vid}.json files with the vehicles' ECUs and their keys. Null: births without an inventory.</summary>
    public string? Inventories { get; init; }

    /// <summary>How long to try to reach the broker before any batch is sent.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for acknowledgements after the last batch.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
