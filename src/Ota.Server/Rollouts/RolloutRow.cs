using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;

namespace Ota.Server.Rollouts;

/// <summary>A rollout as stored; times in Unix milliseconds.</summary>
internal sealed class RolloutRow
{
    public const string Columns = """
        number, id, title, bundle, state, reason, revision, policy, policy_digest AS PolicyDigest, population_digest AS PopulationDigest,
        population, selection, seed, author, approver, created, started, ended, wave, waves, wave_opened AS WaveOpened, judged
        """;

    public const string Insert = """
        INSERT INTO rollouts (
            number, id, title, bundle, state, reason, revision, policy, policy_digest, population_digest, population, selection, seed, author,
            approver, created, started, ended, wave, waves, wave_opened, judged)
        VALUES (
            @Number, @Id, @Title, @Bundle, @State, @Reason, @Revision, @Policy, @PolicyDigest, @PopulationDigest, @Population, @Selection, @Seed,
            @Author, @Approver, @Created, @Started, @Ended, @Wave, @Waves, @WaveOpened, @Judged)
        """;

    public long Number { get; init; }

    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Bundle { get; init; } = "";

    /// <summary>0 while the population is being frozen.</summary>
    public long State { get; init; }

    public string Reason { get; init; } = "";

    public long Revision { get; init; }

    /// <summary>Canonical JSON.</summary>
    public string Policy { get; init; } = "";

    public string PolicyDigest { get; init; } = "";

    public string PopulationDigest { get; init; } = "";

    public long Population { get; init; }

    /// <summary>The filter, or "list".</summary>
    public string Selection { get; init; } = "";

    /// <summary>64 hexadecimal digits.</summary>
    public string Seed { get; init; } = "";

    public string Author { get; init; } = "";

    public string Approver { get; init; } = "";

    public long Created { get; init; }

    public long? Started { get; init; }

    public long? Ended { get; init; }

    public long Wave { get; init; }

    public long Waves { get; init; }

    public long? WaveOpened { get; init; }

    /// <summary>What the guard saw when it held last; empty before.</summary>
    public string Judged { get; init; } = "";

    public Rollout ToRollout(RolloutPolicy policy) => new()
    {
        Number = Number,
        Id = Id,
        Title = Title,
        Bundle = Bundle,
        State = (RolloutState)State,
        Reason = Reason,
        Revision = Revision,
        Policy = policy,
        PolicyDigest = PolicyDigest,
        PopulationDigest = PopulationDigest,
        Population = Population,
        Author = Author,
        Approver = Approver,
        Created = StoredTime.Of(Created),
        Started = StoredTime.Of(Started),
        Ended = StoredTime.Of(Ended),
        Wave = (int)Wave,
        Waves = (int)Waves,
        WaveOpened = StoredTime.Of(WaveOpened),
        Judged = GuardEvidence.TryParse(Judged),
    };
}
