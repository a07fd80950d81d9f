using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>A rollout as a store keeps it: columns, what is counted, who has a turn, and how far its end was told.</summary>
internal sealed class SimRollout
{
    private readonly byte[] _policy;
    private Rollout _replayed;
    private string _judged = "";

    /// <param name="frozen">A draft.</param>
    public SimRollout(Rollout frozen)
    {
        (Now, _replayed, _policy) = (frozen, frozen, PolicyForm.Write(frozen.Policy));
        Reload();
    }

    public Rollout Now { get; private set; }

    public long Number => Now.Number;

    public RolloutState State => Now.State;

    public RolloutPolicy Policy => Now.Policy;

    /// <summary>What every ECU shall run.</summary>
    public string Image => $"{Number}";

    public SimBooks Books { get; } = new();

    public SortedSet<(int Wave, long Car)> Turns { get; } = [];

    /// <summary>Its offers: to whom, and when.</summary>
    public List<(long Car, DateTimeOffset Time)> Offers { get; } = [];

    /// <summary>Up to which car its end was told; null if there is nothing to tell.</summary>
    public long? ToldUpTo { get; set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public void Save(Rollout next, RolloutEvent happened, DateTimeOffset now)
    {
        _replayed = RolloutMachine.Apply(_replayed, happened, now).Rollout!;
        (Now, _judged) = (next with { Revision = Now.Revision + 1 }, next.Judged?.Write() ?? "");
        if (next.State == RolloutState.Revoked) RevokedAt ??= now;
        if (Text(_replayed) != Text(Now)) World.Fail($"Its history gives\n{Text(_replayed)}\nand stored is\n{Text(Now)}");
    }

    /// <summary>As after a start of the controller.</summary>
    public void Reload() => Now = Now with { Policy = PolicyForm.Read(_policy).Policy!, Judged = GuardEvidence.TryParse(_judged) };

    private static string Text(Rollout rollout) => string.Join(
        ' ', rollout.State, rollout.Reason, rollout.Wave, rollout.Waves, rollout.Approver, rollout.Started, rollout.WaveOpened, rollout.Ended, rollout.Judged);
}
