using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Installs;

public sealed class InstallMachineTests
{
    [Fact]
    public void A_clean_install_goes_from_targeted_to_confirmed()
    {
        Scene scene = new();
        scene.Offer();
        scene.Install.State.Should().Be(InstallState.Offered);
        for (InstallState state = InstallState.Acknowledged; state <= InstallState.Committed; state++)
            scene.Say(state).Install.State.Should().Be(state);
        scene.Last.Effects.Should().ContainSingle().Which.Should().BeOfType<InstallEffect.AskForProof>();
        scene.Show(fresh: true);
        scene.Install.State.Should().Be(InstallState.Confirmed);
        scene.Install.Revision.Should().Be(12);
        scene.Install.Due.Should().BeNull();
        scene.Last.Effects.Should().ContainSingle().Which.Should().BeOfType<InstallEffect.KeepRemedy>();
    }

    [Fact]
    public void A_proof_counts_though_the_register_has_shown_the_same_inventory_already()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed);
        InventoryFinding seen = new(9, "d9", IsFresh: false, []);
        scene.Do(new InstallEvent.Shown(seen, "")).Install.State.Should().Be(InstallState.Committed);
        scene.Do(new InstallEvent.Shown(seen with { IsFresh = true }, "00112233445566778899aabbccddeeff")).Install.State.Should().Be(InstallState.Confirmed);
        scene.Do(new InstallEvent.Shown(seen, "")).Last.Note.Should().Be(IgnoredBecause.Repeated);
    }

    [Fact]
    public void The_counter_of_a_new_primary_begins_anew_and_a_fix_that_was_lost_with_the_old_one_reopens()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed);
        InventoryFinding proof = new(900, "d900", IsFresh: true, []) { PrimaryKey = "old" };
        scene.Do(new InstallEvent.Shown(proof, "00112233445566778899aabbccddeeff")).Install.State.Should().Be(InstallState.Confirmed);
        InventoryFinding lost = new(2, "d2", IsFresh: false, [Scene.Gateway]);
        scene.Do(new InstallEvent.Shown(lost with { PrimaryKey = "old" }, "")).Last.Note.Should().Be(IgnoredBecause.Late);
        scene.Do(new InstallEvent.Shown(lost with { PrimaryKey = "new" }, "")).Install.State.Should().Be(InstallState.Reopened);
        scene.Install.Found!.Counter.Should().Be(2);
        scene.Do(new InstallEvent.Shown(lost with { Counter = 1, PrimaryKey = "new" }, "")).Last.Note.Should().Be(IgnoredBecause.Late);
    }

    [Fact]
    public void What_changes_nothing_gives_the_same_object_and_says_why()
    {
        Scene scene = new Scene().Offer().Say(InstallState.Downloading);
        Install before = scene.Install;
        InstallStep step = InstallMachine.Apply(before, scene.Ledger[^1].Happened, scene.Policy, scene.Now.AddDays(1));
        step.Install.Should().BeSameAs(before);
        step.Note.Should().Be(IgnoredBecause.Repeated);
        step.Effects.Should().BeEmpty();
    }

    [Fact]
    public void Only_what_a_vehicle_may_say_of_itself_counts()
    {
        Scene scene = new Scene().Offer();
        foreach (InstallState state in Enum.GetValues<InstallState>().Where(state => !InstallStates.IsReportable(state)))
            scene.Say(state).Last.Note.Should().Be(IgnoredBecause.Meaningless);
        scene.Say(InstallState.Acknowledged, offer: 2).Last.Note.Should().Be(IgnoredBecause.OtherOffer);
        scene.Say(InstallState.Acknowledged, attempt: 0).Last.Note.Should().Be(IgnoredBecause.Meaningless);
    }

    [Fact]
    public void What_has_physically_begun_goes_on_after_a_revocation_and_is_confirmed()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.WaitSafeState).Do(new InstallEvent.Revoked());
        scene.Last.Effects.Should().Contain(new InstallEffect.TakeBack()).And.Contain(new InstallEffect.Hint());
        scene.Say(InstallState.WaitSafeState).Install.State.Should().Be(InstallState.Revoked, "it has not begun");
        scene.Say(InstallState.Installing).Install.State.Should().Be(InstallState.Installing);
        scene.Say(InstallState.Committed).Show(fresh: true).Install.State.Should().Be(InstallState.Confirmed);
    }

    [Fact]
    public void A_failure_after_a_revocation_gets_no_further_attempt()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Installing).Do(new InstallEvent.Revoked());
        scene.Install.State.Should().Be(InstallState.Installing);
        scene.Last.Effects.Should().BeEmpty("a vehicle that installs is left alone");
        scene.Say(InstallState.RolledBack, new FailureReason(FailureFamily.Flash, FailureCodes.VoltageTooLow));
        scene.Install.Should().Match<Install>(install => install.State == InstallState.Revoked && install.RetryAt == null);
        scene.Last.Effects.Should().Contain(new InstallEffect.TakeBack());
    }

    [Fact]
    public void A_vehicle_that_may_begin_by_its_permit_is_kept_from_other_jobs_until_that_ends()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.WaitSafeState);
        scene.Do(new InstallEvent.Permitted(1, scene.Now.AddHours(72)));
        scene.Do(new InstallEvent.Superseded("00000000000a")).Last.Note.Should().Be(IgnoredBecause.Meaningless);
        scene.Do(new InstallEvent.Revoked());
        scene.Do(new InstallEvent.Permitted(1, scene.Now.AddHours(90))).Last.Note.Should().Be(IgnoredBecause.Meaningless, "no permit is made any more");
        JobRules.HoldsVehicle(scene.Install).Should().BeTrue();
        scene.TickTo(Scene.Start.AddHours(71));
        JobRules.HoldsVehicle(scene.Install).Should().BeTrue();
        scene.TickTo(Scene.Start.AddHours(72));
        JobRules.HoldsVehicle(scene.Install).Should().BeFalse();
    }

    [Fact]
    public void An_inventory_of_a_self_test_counts_with_the_commit_and_not_if_it_fails()
    {
        Scene good = new Scene().Offer().InstallUpTo(InstallState.SelfTest).Show(fresh: true);
        good.Install.State.Should().Be(InstallState.SelfTest);
        good.Say(InstallState.Committed).Install.State.Should().Be(InstallState.Confirmed);

        Scene bad = new Scene().Offer().InstallUpTo(InstallState.SelfTest).Show(fresh: true);
        bad.Say(InstallState.RolledBack, new FailureReason(FailureFamily.Boot, FailureCodes.BootLoop));
        bad.Say(InstallState.Committed, attempt: 2).Install.State.Should().Be(InstallState.Committed, "that was another attempt");
    }

    [Fact]
    public void A_commit_that_nothing_proves_is_asked_for_and_then_discrepant()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed);
        foreach (int day in new[] { 1, 2 })
        {
            scene.TickTo(Scene.Start.AddDays(day));
            scene.Install.State.Should().Be(InstallState.Committed);
            scene.Last.Effects.Should().Contain(new InstallEffect.AskForProof());
        }

        scene.TickTo(Scene.Start.AddDays(3));
        scene.Install.Should().Match<Install>(install => install.State == InstallState.Discrepant && install.Work == WorkList.Remote);
        scene.Show(fresh: true).Install.State.Should().Be(InstallState.Confirmed, "late is not never");
    }

    [Fact]
    public void What_disproves_a_commit_stands_until_something_else_is_shown()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed).Show(fresh: true, Scene.Brake);
        scene.Install.Should().Match<Install>(install => install.State == InstallState.Discrepant && install.Work == WorkList.Inspection);
        scene.Show(fresh: false, Scene.Brake, Scene.Light).Install.State.Should().Be(InstallState.Discrepant);
        scene.Show(fresh: false).Install.State.Should().Be(InstallState.Committed);
        scene.Last.Effects.Should().Contain(new InstallEffect.AskForProof(), "it may be well now, and that wants a fresh proof");
    }

    [Fact]
    public void An_older_inventory_says_nothing()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed);
        InstallEvent older = scene.Showing(fresh: true, Scene.Brake);
        scene.Show(fresh: true).Do(older).Last.Note.Should().Be(IgnoredBecause.Late);
        scene.Install.State.Should().Be(InstallState.Confirmed);
    }

    [Fact]
    public void A_vehicle_that_comes_back_goes_on_where_it_was_and_its_absence_does_not_count()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.WaitConsent);
        scene.TickTo(Scene.Start.AddDays(200));
        scene.Install.Should().Match<Install>(install => install.State == InstallState.Unreachable && install.Work == WorkList.Letter && install.Due == null);
        scene.Do(new InstallEvent.Contacted(null));
        scene.Install.Should().Match<Install>(install => install.State == InstallState.WaitConsent && install.Work == WorkList.None);
        scene.Tick().Last.Note.Should().Be(IgnoredBecause.Meaningless, "nothing is over");
    }

    [Fact]
    public void Waiting_ends_after_60_days_at_the_earliest()
    {
        Scene scene = new() { Policy = new RolloutPolicy { WaitExpiry = TimeSpan.FromDays(5), OfferExpiry = TimeSpan.FromDays(5) } };
        scene.Offer().InstallUpTo(InstallState.WaitSafeState);
        for (int day = 1; day < 60; day++)
        {
            scene.TickTo(Scene.Start.AddDays(day)).Do(new InstallEvent.Contacted(null));
            scene.Install.State.Should().Be(InstallState.WaitSafeState);
        }

        scene.TickTo(Scene.Start.AddDays(60)).Install.Should().Match<Install>(install =>
            install.State == InstallState.Expired && install.Work == WorkList.Letter && install.Failures == 0);
    }

    [Fact]
    public void Time_that_passed_unnoticed_does_what_it_would_have_done_in_time()
    {
        foreach (InstallState state in new[] { InstallState.Offered, InstallState.WaitConsent, InstallState.Installing, InstallState.Committed })
        {
            Scene inTime = new Scene().Offer().InstallUpTo(state).TickTo(Scene.Start.AddDays(120));
            Scene late = new Scene().Offer().InstallUpTo(state).Wait(TimeSpan.FromDays(120)).Tick();
            late.Install.Should().Match<Install>(install => install.State == inTime.Install.State && install.Work == inTime.Install.Work && install.Due == null);
            late.Tick().Last.Note.Should().Be(IgnoredBecause.Meaningless);
        }
    }

    [Fact]
    public void The_numbers_of_attempts_that_nobody_heard_of_count()
    {
        Scene scene = new Scene().Offer().Say(InstallState.Downloading, attempt: 3);
        scene.Install.Failures.Should().Be(2);
        scene.Say(InstallState.RolledBack, new FailureReason(FailureFamily.Network), attempt: 3);
        scene.Install.Should().Match<Install>(install => install.State == InstallState.RolledBack && install.Failures == 3);
        scene.Do(new InstallEvent.RetryWanted("anna")).Offer().Say(InstallState.RolledBack, new FailureReason(FailureFamily.Network));
        scene.Install.Should().Match<Install>(install => install.Offer == 2 && install.Attempt == 1 && install.Failures == 4);
    }

    [Fact]
    public void A_broken_signature_stops_the_wave()
    {
        FailureReason reason = new(FailureFamily.Authenticity, FailureCodes.WrongBuild);
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Downloaded).Say(InstallState.RolledBack, reason);
        scene.Last.Effects.Should().Contain(new InstallEffect.StopWave(reason));
        scene.Install.Should().Match<Install>(install => install.State == InstallState.RolledBack && install.Work == WorkList.Inspection);
    }

    [Fact]
    public void A_third_postponement_and_a_refused_manifest_make_work_for_somebody()
    {
        Scene later = new Scene().Offer();
        later.Do(new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 9), InstallState.WaitConsent) { Postponed = 3 }));
        later.Install.Work.Should().Be(WorkList.Letter);
        Scene forged = new Scene().Offer().Do(new InstallEvent.ProofRefused());
        forged.Install.Work.Should().Be(WorkList.Inspection);
    }

    [Fact]
    public void A_date_that_was_promised_is_not_put_off()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.WaitConsent).Say(InstallState.Declined);
        DateTimeOffset? due = scene.Install.WorkDue;
        scene.Wait(TimeSpan.FromDays(5)).Do(new InstallEvent.Contacted(null)).Install.WorkDue.Should().Be(due);
    }

    [Fact]
    public void What_is_still_open_at_the_deadline_goes_to_the_work_lists()
    {
        RolloutPolicy policy = new() { Deadline = Scene.Start.AddDays(7) };
        Scene offered = new Scene { Policy = policy }.Offer().TickTo(Scene.Start.AddDays(7));
        offered.Install.Should().Match<Install>(install => install.State == InstallState.Offered && install.Work == WorkList.Letter);
        Scene targeted = new Scene { Policy = policy }.Wait(TimeSpan.FromDays(7)).Tick();
        targeted.Install.Should().Match<Install>(install => install.State == InstallState.Targeted && install.Work == WorkList.Letter);
    }

    [Fact]
    public void ECUs_that_are_none_of_the_job_are_not_kept()
    {
        Scene scene = new Scene().Offer();
        scene.Do(new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 1), InstallState.Installing)
        {
            Ecus = [new EcuProgress(Scene.Light, EcuInstallState.Staged), new(Core.Vehicles.EcuSerial.TryParse("X")!, EcuInstallState.Failed)],
        }));
        scene.Do(new InstallEvent.Reported(new VehicleReport(new ReportPosition(1, 1, 2), InstallState.Installing)
        {
            Ecus = [new EcuProgress(Scene.Brake, EcuInstallState.Installing)],
        }));
        scene.Install.Ecus.Should().Equal(new EcuProgress(Scene.Brake, EcuInstallState.Installing), new EcuProgress(Scene.Light, EcuInstallState.Staged));
    }

    [Fact]
    public void What_users_were_told_is_what_the_latest_report_says_and_never_in_the_future()
    {
        UserTold before = new(Scene.Start.AddHours(-1), "de-AT");
        Scene scene = new Scene().Offer();
        scene.Do(Reported(2, InstallState.Committed, before, new UserTold(Scene.Start.AddYears(10), "de-AT")));
        scene.Do(Reported(1, InstallState.WaitConsent, null, null));
        scene.Last.Note.Should().Be(IgnoredBecause.Late);
        scene.Install.ToldBefore.Should().Be(before);
        scene.Install.ToldAfter.Should().Be(new UserTold(Scene.Start, "de-AT"), "its clock is wrong");

        static InstallEvent Reported(long seq, InstallState state, UserTold? before, UserTold? after) => new InstallEvent.Reported(
            new VehicleReport(new ReportPosition(1, 1, seq), state) { ToldBefore = before, ToldAfter = after });
    }
}
