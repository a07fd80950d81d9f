using Ota.Server.Settings;

namespace Ota.Server.Rollouts;

/// <summary>How the controller of rollouts works.</summary>
internal sealed record RolloutsOptions
{
    public static readonly Setting[] Settings =
    [
        new("rollout-tick-ms", "MS", "How often running rollouts are looked at.", "1000"),
        new("rollout-batch", "N", "Vehicles that the controller of rollouts changes in one transaction.", "400"),
    ];

    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Vehicles in one transaction: while it runs, on SQLite nobody else writes.</summary>
    public int Batch { get; init; } = 400;

    /// <summary>Transactions of one kind in one tick, so that no kind of work keeps the others waiting for long.</summary>
    public int BatchesPerTick { get; init; } = 20;

    /// <summary>Hints published in one tick: each vehicle that gets one asks at once.</summary>
    public int HintsPerTick { get; init; } = 2000;

    /// <summary>Hints on their way to a broker at a time.</summary>
    public int HintsAtOnce { get; init; } = 100;

    /// <summary>How long a broker may take for these. What it has not taken then is published again.</summary>
    public TimeSpan HintPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long an inventory waits to be looked at: one that came as the answer to a nonce is applied by whoever took it, and counts for more
    /// then.
    /// </summary>
    public TimeSpan InboxDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long another server waits for one that says nothing before it takes the controller's work over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    public static RolloutsOptions From(SettingValues values)
    {
        RolloutsOptions defaults = new();
        return new RolloutsOptions
        {
            Tick = values.Number("rollout-tick-ms", 10, 60_000, "milliseconds") is { } tick ? TimeSpan.FromMilliseconds(tick) : defaults.Tick,
            Batch = values.Number("rollout-batch", 1, 10_000, "vehicles") ?? defaults.Batch,
        };
    }
}
