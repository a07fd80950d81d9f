using Google.Protobuf;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>What a vehicle decides.</summary>
public sealed class AgentMachineTests
{
    private static readonly AgentInputs Contact = new() { HasContact = true };

    [Fact]
    public void A_vehicle_without_a_job_asks_when_it_should_and_only_with_contact()
    {
        AgentMachine.Next(new AgentJournal(), new AgentInputs { IsAskDue = true }).Should().BeOfType<AgentAction.Wait>();
        AgentMachine.Next(new AgentJournal(), Contact with { IsAskDue = true }).Should().BeOfType<AgentAction.Ask>();
        AgentMachine.Next(new AgentJournal(), Contact).Should().BeOfType<AgentAction.Wait>();
    }

    [Fact]
    public void Nothing_begins_without_leave()
    {
        AgentJournal ready = Ready();

        AgentMachine.Next(ready, Contact).Should().BeOfType<AgentAction.AskToStart>();
        AgentMachine.Next(ready, Contact with { IsStartDue = false }).Should().BeOfType<AgentAction.Wait>();
        AgentMachine.Next(ready, new AgentInputs()).Should().BeOfType<AgentAction.Wait>("there is neither contact nor a permit");
    }

    [Fact]
    public void A_permit_is_enough_without_contact_and_with_contact_it_asks_again()
    {
        AgentJournal ready = Ready();

        IsBeginning(AgentMachine.Next(ready, new AgentInputs { Leave = Leave.Permit })).Should().BeTrue();
        AgentMachine.Next(ready, Contact with { Leave = Leave.Permit }).Should().BeOfType<AgentAction.AskToStart>();
        IsBeginning(AgentMachine.Next(ready, Contact with { Leave = Leave.Fresh })).Should().BeTrue();
    }

    [Fact]
    public void A_stopped_job_and_one_whose_time_is_over_do_not_begin_whatever_leave_there_is()
    {
        AgentJournal stopped = Apply(Ready(), Reply(isStopped: true));

        AgentMachine.Next(stopped, new AgentInputs { Leave = Leave.Permit }).Should().BeOfType<AgentAction.Wait>();
        AgentMachine.Next(stopped, Contact with { Leave = Leave.Fresh }).Should().BeOfType<AgentAction.Wait>();
        AgentMachine.Next(Ready(), Contact with { Leave = Leave.Fresh, IsExpired = true }).Should().BeOfType<AgentAction.Wait>();
    }

    [Fact]
    public void What_is_unsafe_is_said_once_and_a_permit_is_asked_for_in_advance()
    {
        AgentInputs seen = Contact with { Unmet = ["minBatteryMillivolts"] };
        AgentAction first = AgentMachine.Next(Ready(), seen);
        AgentJournal waiting = Apply(Ready(), first.Should().BeOfType<AgentAction.Note>().Subject.Event);

        (waiting.Job!.State, waiting.Job.Attempt).Should().Be((JobState.WaitSafeState, 1u));
        waiting.Job.Conditions.Should().Equal("minBatteryMillivolts");
        AgentJournal told = Apply(waiting, Reply(seq: waiting.Job.Seq));
        AgentMachine.Next(told, seen).Should().BeOfType<AgentAction.AskToStart>();
        AgentMachine.Next(told, seen with { Leave = Leave.Permit }).Should().BeOfType<AgentAction.Wait>();
        AgentMachine.Next(told, seen with { Leave = Leave.Fresh }).Should().BeOfType<AgentAction.Wait>("leave makes nothing safe");
        IsBeginning(AgentMachine.Next(told, Contact with { Leave = Leave.Fresh })).Should().BeTrue();
    }

    [Fact]
    public void No_job_ends_what_has_not_begun_and_nothing_that_has()
    {
        AgentJournal begun = Apply(Ready(), new AgentEvent.Begun());

        Apply(Ready(), new AgentEvent.NoJobCame()).Job.Should().BeNull();
        Apply(begun, new AgentEvent.NoJobCame()).Should().Be(begun);
        Apply(begun, new AgentEvent.JobCame(PureVehicle.NewJob(offer: 2))).Job!.Offer.Should().Be(1, "what has begun is finished first");
        Apply(Ready(), new AgentEvent.JobCame(PureVehicle.NewJob(offer: 2))).Job!.Offer.Should().Be(2);
    }

    [Fact]
    public void A_driver_who_says_no_ends_the_job_and_one_who_puts_it_off_uses_no_attempt()
    {
        AgentJournal verified = Verified();
        AgentJournal later = Apply(Apply(verified, new AgentEvent.Unanswered(IsPostponed: true)), new AgentEvent.Unanswered(IsPostponed: true));

        (later.Job!.State, later.Job.Postponed, later.Job.Attempt).Should().Be((JobState.WaitConsent, 2u, 1u));
        AgentJournal declined = Apply(later, new AgentEvent.Declined());
        (declined.Job!.State, declined.Job.Reason!.Family).Should().Be((JobState.Declined, FailureFamily.User));
    }

    [Fact]
    public void Every_change_of_the_whole_vehicle_is_reported_under_a_greater_number()
    {
        PureVehicle vehicle = new PureVehicle(_ => null).Run();
        AgentAction next = AgentMachine.Next(vehicle.Journal, Contact with { IsProofDue = false });

        next.Should().BeOfType<AgentAction.Tell>();
        vehicle.Job.Milestone.Should().Be(vehicle.Job.Seq);
        (vehicle.Job.ToldBefore, vehicle.Job.ToldAfter).Should().Be((new UserNotice(1, "en"), new UserNotice(1, "en")), "the report of the end says what the user was told");
        AgentMachine.Next(Apply(vehicle.Journal, Reply(seq: vehicle.Job.Seq - 1)), Contact with { IsProofDue = false })
            .Should().BeOfType<AgentAction.Tell>("the backend answered an earlier report");
        AgentMachine.Next(Apply(vehicle.Journal, Reply(seq: vehicle.Job.Seq)), Contact).Should().BeOfType<AgentAction.Prove>();
    }

    [Theory]
    [InlineData(ProofReply.Types.Verdict.Confirmed, false)]
    [InlineData(ProofReply.Types.Verdict.Refused, false)]
    [InlineData(ProofReply.Types.Verdict.Discrepant, false)]
    [InlineData(ProofReply.Types.Verdict.Stale, true)]
    public void A_manifest_is_made_again_when_its_nonce_was_stale_and_otherwise_only_when_it_is_asked_for(ProofReply.Types.Verdict verdict, bool again)
    {
        AgentJournal done = new PureVehicle(_ => null).Run().Journal;
        done = Apply(done, Reply(seq: done.Job!.Seq));
        ByteString nonce = ByteString.CopyFrom(Enumerable.Repeat((byte)7, 16).ToArray());
        ProofReply reply = new() { Rollout = done.Job!.Rollout, Offer = 1, Verdict = verdict, Nonce = nonce };
        AgentJournal judged = Apply(done, new AgentEvent.Judged(reply));

        judged.Job!.Nonce.Should().Be(Convert.ToHexStringLower(nonce.Span));
        (AgentMachine.Next(judged, Contact) is AgentAction.Prove).Should().Be(again);
        AgentJournal asked = Apply(judged, Reply(seq: judged.Job.Seq, wantsProof: true));
        (AgentMachine.Next(asked, Contact) is AgentAction.Prove).Should().Be(verdict != ProofReply.Types.Verdict.Confirmed);
    }

    [Fact]
    public void Another_attempt_begins_from_the_start_when_the_backend_wants_one_and_counts_anew()
    {
        PureVehicle failed = new PureVehicle(action => action is AgentAction.Download ? new AgentEvent.Failed(new FailureNote(FailureFamily.Network)) : null).Run();
        failed.Job.State.Should().Be(JobState.RolledBack);
        AgentJournal told = Apply(failed.Journal, Reply(seq: failed.Job.Seq));

        AgentMachine.Next(told, Contact).Should().BeOfType<AgentAction.Wait>();
        AgentAction next = AgentMachine.Next(told, Contact with { IsRetryDue = true });
        AgentJob again = Apply(told, next.Should().BeOfType<AgentAction.Note>().Subject.Event).Job!;
        (again.State, again.Attempt, again.Seq, again.Told, again.HasConsent).Should().Be((JobState.Acknowledged, 2u, 1ul, 0ul, false));
    }

    [Fact]
    public void Events_that_come_twice_or_out_of_order_change_nothing()
    {
        AgentJournal done = new PureVehicle(_ => null).Run().Journal;
        foreach (AgentEvent late in new AgentEvent[]
        {
            new AgentEvent.Prepared([]), new AgentEvent.Fetched("gw.bin"), new AgentEvent.ImagesChecked(), new AgentEvent.Consented(),
            new AgentEvent.Declined(), new AgentEvent.Unsafe(["parked"]), new AgentEvent.Begun(), new AgentEvent.EcuStaged("gw"),
            new AgentEvent.EcuWritten("gw"), new AgentEvent.Rebooted(), new AgentEvent.EcuCommitted("gw"), new AgentEvent.EcuRolledBack("gw"),
            new AgentEvent.EcuFailed("gw", new FailureNote(FailureFamily.Boot)), new AgentEvent.Failed(new FailureNote(FailureFamily.Network)),
            new AgentEvent.TriedAgain(), Reply(seq: 1, offer: 9), Reply(seq: 1, attempt: 9),
        })
        {
            Apply(done, late).Should().Be(done, $"of {late}");
        }
    }

    private static AgentJournal Apply(AgentJournal journal, AgentEvent happened) => AgentTransitions.Apply(journal, happened);

    private static bool IsBeginning(AgentAction action) => action is AgentAction.Note { Event: AgentEvent.Begun };

    private static AgentEvent.Answered Reply(ulong seq = 99, bool isStopped = false, bool wantsProof = false, uint offer = 1, uint attempt = 1) => new(
        new StatusReply { Rollout = "0123456789ab", Offer = offer, Attempt = attempt, Seq = seq, Stands = true, IsStopped = isStopped, WantsProof = wantsProof });

    private static AgentJournal Verified()
    {
        AgentJournal journal = Apply(new AgentJournal(), new AgentEvent.JobCame(PureVehicle.NewJob()));
        JobEcu ecu = new("gw", 1, "gw.bin", "2", new string('b', 64), 1, 2);
        foreach (AgentEvent happened in new AgentEvent[] { new AgentEvent.Prepared([ecu]), new AgentEvent.Fetched("gw.bin"), new AgentEvent.ImagesChecked(), Reply() })
            journal = Apply(journal, happened);
        journal.Job!.State.Should().Be(JobState.Verified);
        return journal;
    }

    private static AgentJournal Ready() => Apply(Verified(), new AgentEvent.Consented());
}
