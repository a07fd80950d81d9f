using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Tests.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Simulation;

/// <summary>What one vehicle says and shows, in its own order and in any other: the end is the same but for times.</summary>
public sealed class OrderTests
{
    private static readonly RolloutPolicy Policy = new();
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Duplicates_and_reorders_end_where_the_clean_sequence_ends()
    {
        HashSet<InstallState> ends = [];
        Bundles.Property.Holds(random =>
        {
            Script script = new(random);
            Install clean = Play(script, script.Events);
            ends.Add(clean.State);
            for (int i = 0; i < 10; i++)
            {
                InstallEvent[] events = [.. script.Events, .. script.Events.Where(_ => random.Next(3) == 0)];
                random.Shuffle(events);
                Row.Text(Normal(Play(script, events))).Should().Be(Row.Text(Normal(clean)));
            }
        }, times: 1_000);
        ends.Should().Contain([
            InstallState.Confirmed, InstallState.Discrepant, InstallState.RolledBack, InstallState.Offered, InstallState.Declined,
            InstallState.Inconsistent, InstallState.SafeDegraded, InstallState.WaitConsent]);
    }

    private static Install Play(Script script, IEnumerable<InstallEvent> events)
    {
        DateTimeOffset now = Start;
        Install install = InstallMachine.Apply(
            Scene.FrozenAs(InstallState.Targeted), new InstallEvent.Offered(Scene.Targets, "n1"), Policy, now).Install;
        foreach (InstallEvent happened in events) install = InstallMachine.Apply(install, happened, Policy, now = now.AddMinutes(1)).Install;
        // Levels: whoever has not seen what it waits for asks again, and the vehicle shows what is.
        if (JobRules.WantsProof(install) && install.Found is not { IsFresh: true })
            install = InstallMachine.Apply(install, script.Show(fresh: true), Policy, now.AddMinutes(1)).Install;
        return install;
    }

    private static Install Normal(Install install) => install with
    {
        Since = Start,
        Revision = 0,
        HeardAt = null,
        Due = null,
        WorkDue = null,
        Nonce = "",
        Found = install.Found is { } found ? new InventoryFinding(0, "", IsFresh: false, found.Differing) : null,
        WaitingSince = At(install.WaitingSince),
        BegunAt = At(install.BegunAt),
        CommittedAt = At(install.CommittedAt),
        ConfirmedAt = At(install.ConfirmedAt),
        RetryAt = At(install.RetryAt),
    };

    private static DateTimeOffset? At(DateTimeOffset? moment) => moment is null ? null : Start;

    private sealed class Script
    {
        private readonly List<InstallEvent> _events = [];
        private readonly EcuSerial[] _differing;
        private ulong _counter = 100;

        public Script(Random random)
        {
            bool isTrue = random.Next(2) == 0;
            int end = random.Next(7);
            int failures = random.Next(0, 3);
            _differing = [Scene.Brake];
            _events.Add(Inventory(1));
            for (int attempt = 1; attempt <= failures; attempt++) Fail(random, attempt);
            if (end > 0) Finish(random, end, failures + 1);
            if (end == 1)
            {
                _differing = isTrue ? [] : [Scene.Brake];
                _events.Add(Show(fresh: true));
            }

            if (random.Next(2) == 0) _events.Add(Show(fresh: false));
        }

        public IReadOnlyList<InstallEvent> Events => _events;

        public InstallEvent.Shown Show(bool fresh) =>
            new(new InventoryFinding(++_counter, $"d{_counter}", fresh, _differing), fresh ? $"n{_counter}" : "");

        private static InstallEvent.Shown Inventory(ulong counter) =>
            new(new InventoryFinding(counter, $"d{counter}", IsFresh: false, [Scene.Gateway]), "");

        private void Fail(Random random, int attempt)
        {
            InstallState last = (InstallState)random.Next((int)InstallState.Acknowledged, (int)InstallState.Committed);
            Go(random, attempt, last);
            FailureFamily family = last < InstallState.Installing ? FailureFamily.Network : random.Next(2) == 0 ? FailureFamily.Flash : FailureFamily.Boot;
            Say(attempt, InstallState.RolledBack, new FailureReason(family, 1));
        }

        private void Finish(Random random, int end, int attempt)
        {
            Go(random, attempt, end is 2 or 3 ? InstallState.WaitConsent : InstallState.SelfTest);
            if (end == 1) Say(attempt, InstallState.Committed);
            if (end == 2) Say(attempt, InstallState.Declined, new FailureReason(FailureFamily.User, FailureCodes.Refused));
            if (end == 4) Say(attempt, InstallState.Inconsistent, new FailureReason(FailureFamily.Rollback, FailureCodes.PartialSet));
            if (end == 5) Say(attempt, InstallState.SafeDegraded, new FailureReason(FailureFamily.Rollback, FailureCodes.RollbackFailed));
            if (end == 6) Say(attempt, InstallState.RolledBack, new FailureReason(FailureFamily.Health, FailureCodes.SelfTestFailed));
        }

        private void Go(Random random, int attempt, InstallState last)
        {
            for (InstallState state = InstallState.Acknowledged; state <= last; state++)
            {
                if (state is not (InstallState.WaitConsent or InstallState.WaitSafeState) || random.Next(2) == 0 || state == last) Say(attempt, state);
            }
        }

        private void Say(int attempt, InstallState state, FailureReason? reason = null) => _events.Add(new InstallEvent.Reported(
            new VehicleReport(new ReportPosition(1, attempt, _events.Count + 1), state)
            {
                Reason = reason,
                Ecus = [new EcuProgress(Scene.Gateway, state < InstallState.Installing ? EcuInstallState.Pending : EcuInstallState.Installed)],
                Postponed = state == InstallState.WaitConsent ? 1 : 0,
            }));
    }
}
