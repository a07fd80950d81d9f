using System.Text;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Explaining;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Rollouts.Explaining;

public sealed class ExplainerTests
{
    private static readonly DateTimeOffset Now = TestRollout.Now;

    private static readonly EcuSerial Brake = EcuSerial.TryParse("BRK-1")!;

    [Fact]
    public void Every_state_has_its_answer()
    {
        StringBuilder text = new();
        foreach (InstallState state in Enum.GetValues<InstallState>()) Append(text, state.ToString(), Facts(state));
        Append(text, "Expired after waiting for a safe state", Facts(InstallState.Expired, install => install with { Heard = new(1, 1, 4), Conditions = ["parked"] }));
        Append(text, "Expired after waiting for the driver", Facts(InstallState.Expired, install => install with { Heard = new(1, 1, 4), Postponed = 4 }));
        Append(text, "Offered again after a failure", Facts(InstallState.Offered, install => install with
        {
            Failures = 1,
            Attempt = 1,
            Reason = new FailureReason(FailureFamily.Network, 3),
            RetryAt = Now.AddMinutes(5),
        }));
        Append(text, "Rolled back, on a list", Facts(InstallState.RolledBack, install => install with
        {
            Attempt = 3,
            Reason = new FailureReason(FailureFamily.Flash, 0x72, "E-1204"),
            Work = WorkList.Inspection,
            WorkDue = Now.AddDays(3),
        }));
        Append(text, "Silent while downloading", Facts(InstallState.Downloading, install => install with { Work = WorkList.Letter, WorkDue = Now.AddDays(7) }));
        Golden.ShouldBe(text.ToString(), "explained.txt");
    }

    [Fact]
    public void Every_thing_in_the_way_of_an_offer_has_its_answer()
    {
        ExplainFacts facts = Facts(InstallState.Targeted);
        Verdict swapped = new(InstallState.Targeted, new FailureReason(FailureFamily.Eligibility, 2), "BRK-9 runs something else.");
        Verdict old = new(InstallState.Targeted, new FailureReason(FailureFamily.Evidence, 7), "The latest inventory is of 2025-01-01: a new inventory first.");
        StringBuilder text = new();
        Append(text, "Draft", facts with { Rollout = TestRollout.In(RolloutState.Draft) });
        Append(text, "Approved", facts with { Rollout = TestRollout.In(RolloutState.Approved) });
        foreach (RolloutState state in Enum.GetValues<RolloutState>().Where(state => state > RolloutState.Running)) Append(text, state.ToString(), facts with { Rollout = TestRollout.In(state) });
        Append(text, "Wave not open", facts with { Install = facts.Install with { Wave = 2 } });
        Append(text, "Held back", facts with { Install = facts.Install with { Wave = 0 } });
        Append(text, "Out of hours", facts with { Rollout = TestRollout.In(RolloutState.Running, new RolloutPolicy { Windows = [new(22 * 60, 300)] }), UtcOffset = TimeSpan.FromHours(1) });
        Append(text, "Other job", facts with { OtherJob = "ffffeeee0000" });
        Append(text, "Swapped ECU", facts with { Verdict = swapped });
        Append(text, "Old inventory", facts with { Verdict = old });
        Append(text, "Limited", facts with { Rollout = TestRollout.In(RolloutState.Running, new RolloutPolicy { OffersPerHour = 500 }) });
        Append(text, "Several things", facts with { Install = facts.Install with { Wave = 2 }, Rollout = TestRollout.In(RolloutState.Paused), Verdict = swapped });
        Golden.ShouldBe(text.ToString(), "explained-before-offer.txt");
    }

    [Theory]
    [InlineData("minBatteryMillivolts", "Waits for a safe state: 12 V battery below 12.2 V. Nothing is lost, no attempt is used.")]
    [InlineData("minTractionPercent", "Waits for a safe state: traction battery below 30 %. Nothing is lost, no attempt is used.")]
    [InlineData("gear", "Waits for a safe state: gear is not park or neutral. Nothing is lost, no attempt is used.")]
    [InlineData("ambientCelsius", "Waits for a safe state: outside it is not -20 to 50 degrees. Nothing is lost, no attempt is used.")]
    [InlineData("noTrailerOfTheFuture", "Waits for a safe state: noTrailerOfTheFuture. Nothing is lost, no attempt is used.")]
    public void What_a_vehicle_waits_for_is_said_with_its_bound(string condition, string answer)
    {
        ExplainFacts facts = Facts(InstallState.WaitSafeState, install => install with { Conditions = [condition] });
        Explainer.Explain(facts, Now).Answer.Should().Be(answer);
    }

    [Fact]
    public void Every_condition_of_the_vocabulary_has_words()
    {
        foreach (PreconditionTerm term in PreconditionVocabulary.Terms)
        {
            ExplainFacts facts = Facts(InstallState.WaitSafeState, install => install with { Conditions = [term.Name] }) with { Preconditions = [] };
            Explainer.Explain(facts, Now).Answer.Should().MatchRegex("^Waits for a safe state: [a-zA-Z0-9 ]+[.] Nothing is lost").And.NotMatchRegex("[a-z][A-Z]");
        }
    }

    [Fact]
    public void A_pause_holds_up_what_has_not_begun_and_nothing_else()
    {
        Rollout paused = TestRollout.In(RolloutState.Paused);
        Explainer.Explain(Facts(InstallState.Downloading) with { Rollout = paused }, Now).Should().Match<Explained>(one => one.Answer == "The rollout is paused: so far." && one.Who == "engineer");
        Explainer.Explain(Facts(InstallState.Installing) with { Rollout = paused }, Now).Who.Should().Be("vehicle");
    }

    [Fact]
    public void The_first_rule_that_does_not_hold_is_the_answer()
    {
        foreach (InstallState state in Enum.GetValues<InstallState>())
        {
            Explained explained = Explainer.Explain(Facts(state), Now);
            if (explained.Rules.FirstOrDefault(rule => rule.Outcome != RuleOutcome.Met) is { } first) explained.Answer.Should().Be(first.Sentence, state.ToString());
            explained.Who.Should().BeOneOf("nobody", "backend", "vehicle", "driver", "engineer", "workshop", "keeper");
        }
    }

    private static void Append(StringBuilder text, string heading, ExplainFacts facts)
    {
        Explained explained = Explainer.Explain(facts, Now);
        text.Append($"# {heading}\n{explained.Answer}\n-> {explained.Who}: {explained.NextStep}{(explained.By is { } by ? $" By {by:yyyy-MM-dd HH:mm}." : "")}\n");
        foreach (ExplainedRule rule in explained.Rules) text.Append($"   {rule.Outcome,-8}{rule.Rule,-12}{rule.Sentence}{(rule.Time is { } time ? $" [{time:yyyy-MM-dd HH:mm}]" : "")}\n");
        text.Append('\n');
    }

    private static ExplainFacts Facts(InstallState state, Func<Install, Install>? change = null)
    {
        Install install = TestRollout.Install(state) with
        {
            Attempt = 1,
            OfferedAt = state == InstallState.Targeted ? null : Now.AddDays(-3),
            CommittedAt = state == InstallState.Committed ? Now.AddDays(-1) : null,
            WaitingSince = state is InstallState.WaitConsent or InstallState.WaitSafeState ? Now.AddDays(-2) : null,
            Conditions = state == InstallState.WaitSafeState ? ["minBatteryMillivolts", "parked"] : [],
            Postponed = state == InstallState.WaitConsent ? 2 : 0,
            ConfirmedAt = state == InstallState.Confirmed ? Now.AddDays(-1) : null,
            Found = state is InstallState.Discrepant or InstallState.Reopened ? new InventoryFinding(3, new string('a', 64), true, [Brake]) : null,
        };
        return new ExplainFacts(
            TestRollout.In(RolloutState.Running),
            new WaveBooks(1, 20, Now.AddDays(-2)),
            change is null ? install : change(install),
            state == InstallState.Targeted ? new Verdict(InstallState.Targeted, null, "") { Targets = [new(Brake, "", "", 0)] } : null,
            "",
            Now.AddDays(-5),
            false)
        {
            Preconditions =
            [
                new Precondition.Bound("minBatteryMillivolts", 12_200),
                new Precondition.Bound("minTractionPercent", 30),
                new Precondition.OneOf("gear", ["park", "neutral"]),
                new Precondition.Range("ambientCelsius", -20, 50),
                new Precondition.Flag("parked"),
            ],
        };
    }
}
