namespace Ota.Core.Rollouts.Policies;

/// <summary>How a rollout goes about it. Its canonical JSON (<c>PolicyForm</c>) is what is approved; nothing of it changes afterwards.</summary>
public sealed record RolloutPolicy
{
    /// <summary>Sizes of the first waves; each further one is three times the one before it, up to all that are left.</summary>
    public IReadOnlyList<long> Waves { get; init; } = [20];

    /// <summary>How much larger each wave beyond <see cref="Waves"/> is.</summary>
    public int Growth { get; init; } = 3;

    /// <summary>Share of the eligible that is never offered anything by itself, for comparison: thousandths.</summary>
    public int HoldBackPermille { get; init; }

    /// <summary>What a wave has to show before the next one opens.</summary>
    public SoakPolicy Soak { get; init; } = new();

    /// <summary>When the rollout stops by itself.</summary>
    public GuardPolicy Guard { get; init; } = new();

    /// <summary>Times of day, local to the vehicle, in which it is offered and may begin; empty: always.</summary>
    public IReadOnlyList<DayWindow> Windows { get; init; } = [];

    /// <summary>Offers an hour and market; 0: no limit.</summary>
    public long OffersPerHour { get; init; }

    /// <summary>Other limits for single markets (ISO 3166), offers an hour.</summary>
    public IReadOnlyDictionary<string, long> MarketOffersPerHour { get; init; } = new Dictionary<string, long>();

    /// <summary>Of two rollouts that want one vehicle the one with the greater number takes it.</summary>
    public int Priority { get; init; }

    /// <summary>What is still open then goes to the work lists; null: none.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How long a vehicle without contact may still begin after it was allowed to; 72 hours at most.</summary>
    public TimeSpan Permit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>An offer that no vehicle asked for ends after this.</summary>
    public TimeSpan OfferExpiry { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Waiting for the driver or a safe state ends after this; never below 60 days.</summary>
    public TimeSpan WaitExpiry { get; init; } = TimeSpan.FromDays(90);

    /// <summary>An open vehicle that was not heard of for so long goes to a work list.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromDays(14);

    /// <summary>And after this it counts as unreachable.</summary>
    public TimeSpan UnreachableAfter { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Who is to prove a commit is asked again after this, and is discrepant after three times of it.</summary>
    public TimeSpan ProofWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A workshop's claim that no inventory has proven goes to a work list after this.</summary>
    public TimeSpan ClaimWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Only inventories that are younger decide what a vehicle may be offered; older ones are asked for anew.</summary>
    public TimeSpan InventoryMaxAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Failed attempts before a person has to look.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wait before the first retry of what failed by the network; doubles each time, up to a day.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait before another attempt of what failed on an ECU.</summary>
    public TimeSpan CoolOff { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Put off so often, somebody writes to the keeper.</summary>
    public int MaxPostponed { get; init; } = 3;

    /// <summary>The recall that it carries out; null if it is none.</summary>
    public RecallNotice? Recall { get; init; }
}
