using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Server.Rollouts.Installs;

/// <summary>What one transaction makes of one install.</summary>
internal sealed class InstallChange
{
    private readonly RolloutPolicy _policy;
    private readonly List<LedgerEntry> _ledger = [];
    private readonly List<InstallEffect> _effects = [];

    public InstallChange(InstallRow row, RolloutPolicy policy)
    {
        _policy = policy;
        Row = row;
        Before = Now = row.ToInstall();
    }

    public InstallKey Key => new(Row.Rollout, Row.Vehicle);

    public InstallRow Row { get; }

    public Install Before { get; }

    public Install Now { get; private set; }

    /// <summary>The events that counted.</summary>
    public IReadOnlyList<LedgerEntry> Ledger => _ledger;

    public IReadOnlyList<InstallEffect> Effects => _effects;

    public bool IsChanged => _ledger.Count > 0;

    /// <summary>Applies an event.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="now">When, rounded to what is stored.</param>
    public InstallStep Apply(InstallEvent happened, DateTimeOffset now)
    {
        InstallStep step = InstallMachine.Apply(Now, happened, _policy, now);
        _effects.AddRange(step.Effects);
        if (ReferenceEquals(step.Install, Now)) return step;
        Now = step.Install;
        _ledger.Add(new LedgerEntry(Now.Revision, now, happened, Now.State));
        return step;
    }

    /// <summary>What it was counted under before, and is from now on.</summary>
    public IEnumerable<(string Name, long Difference)> Counts(DateTimeOffset now) =>
    [
        .. InstallCounts.NamesOf(Before, BookMarks.Of(Before, _policy, now)).Select(name => (name, -1L)),
        .. InstallCounts.NamesOf(Now, BookMarks.Of(Now, _policy, now)).Select(name => (name, 1L)),
    ];
}
