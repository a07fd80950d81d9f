using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Simulation;

/// <summary>An install as a store keeps it: columns, a body, and the ledger.</summary>
internal sealed class Row(Install frozen)
{
    private readonly List<(string Kind, string Body, long Time)> _ledger = [];
    private string _body = InstallForm.Write(frozen);
    private Install _columns = Columns(frozen);
    private string _reason = FailureText.Write(frozen.Reason);

    public Install Frozen { get; } = frozen;

    public Install Install { get; private set; } = frozen;

    public int Entries => _ledger.Count;

    /// <summary>What the ledger as it is stored makes of the frozen row, kept up with each entry.</summary>
    public Install Replayed { get; private set; } = frozen;

    public IEnumerable<(InstallEvent Happened, DateTimeOffset Time)> Ledger =>
        _ledger.Select(entry => (InstallEventForm.Read(entry.Kind, entry.Body), DateTimeOffset.FromUnixTimeMilliseconds(entry.Time)));

    public static string Text(Install install) => string.Join(
        ' ',
        install.Rollout, install.Vehicle, install.Wave, install.State, install.Since.ToUnixTimeMilliseconds(), install.Revision,
        install.Due?.ToUnixTimeMilliseconds(), install.Work, install.WorkDue?.ToUnixTimeMilliseconds(), FailureText.Write(install.Reason),
        InstallForm.Write(install));

    public void Save(Install install, InstallEvent happened, DateTimeOffset now, SimRollout rollout)
    {
        _ledger.Add((InstallEventForm.KindOf(happened), InstallEventForm.Write(happened), now.ToUnixTimeMilliseconds()));
        (InstallEvent read, DateTimeOffset time) = (InstallEventForm.Read(_ledger[^1].Kind, _ledger[^1].Body), DateTimeOffset.FromUnixTimeMilliseconds(_ledger[^1].Time));
        Replayed = InstallMachine.Apply(Replayed, read, rollout.Policy, time).Install;
        (_columns, _reason, _body, Install) = (Columns(install), FailureText.Write(install.Reason), InstallForm.Write(install), install);
    }

    /// <summary>As after a start of the controller.</summary>
    public void Reload() => Install = InstallForm.Read(_columns with { Reason = FailureText.Read(_reason) }, _body);

    private static Install Columns(Install install) => new()
    {
        Rollout = install.Rollout,
        Vehicle = install.Vehicle,
        Wave = install.Wave,
        State = install.State,
        Since = install.Since,
        Revision = install.Revision,
        Due = install.Due,
        Work = install.Work,
        WorkDue = install.WorkDue,
    };
}
