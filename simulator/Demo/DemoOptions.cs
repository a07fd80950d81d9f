using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo;

/// <summary>What to show, and on what.</summary>
internal sealed record DemoOptions
{
    /// <summary>Vehicles of the recall.</summary>
    public int Vehicles { get; init; } = 2000;

    public int Seed { get; init; } = 1;

    /// <summary>A folder that stays; null takes one that goes when the demonstration ends.</summary>
    public string? Keep { get; init; }

    /// <summary>End when the books are shown, instead of leaving the server up.</summary>
    public bool Once { get; init; }

    /// <summary>PostgreSQL for the server; null: SQLite in its folder.</summary>
    public string? Database { get; init; }

    /// <summary>A broker for the server; null: its own.</summary>
    public string? Broker { get; init; }

    /// <summary>Where vehicles reach that broker.</summary>
    public HostPort? Mqtt { get; init; }

    /// <summary>An InfluxDB for the server; null: none.</summary>
    public string? Influx { get; init; }
}
