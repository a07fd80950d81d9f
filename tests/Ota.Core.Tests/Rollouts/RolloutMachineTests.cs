using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using static Ota.Core.Rollouts.RolloutState;

namespace Ota.Core.Tests.Rollouts;

public sealed class RolloutMachineTests
{
    private const RolloutState Same = (RolloutState)(-1);
    private const RolloutState No = (RolloutState)(-2);

    private static readonly RolloutState[] States = Enum.GetValues<RolloutState>();

    private static readonly GuardEvidence Evidence = new(20, 3, 0, 10, 1);

    // One row for each event; a column for each state in the order of their values:
    // Draft, Approved, Running, Paused, Held, Completed, Halted, Cancelled, Revoked.
    private static readonly (RolloutEvent Event, RolloutState[] Becomes)[] Table =
    [
        (new RolloutEvent.Approved("bob"), [Approved, Same, No, No, No, No, No, No, No]),
        (new RolloutEvent.Approved("eve"), [Approved, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.Approved(TestRollout.Author), [No, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.Approved(""), [No, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.Started(), [No, Running, Same, No, No, No, No, No, No]),
        (new RolloutEvent.Paused("why"), [No, No, Paused, Same, No, No, No, No, No]),
        (new RolloutEvent.Resumed("why"), [No, No, Same, Running, Running, No, No, No, No]),
        (new RolloutEvent.Resumed("why", "eve"), [No, No, Same, Running, Running, No, No, No, No]),
        (new RolloutEvent.Resumed("why", TestRollout.Author), [No, No, Same, Running, No, No, No, No, No]),
        (new RolloutEvent.Held("why"), [No, No, Held, Held, Same, No, No, No, No]),
        (new RolloutEvent.Held("why", Evidence), [No, No, Held, Held, Same, No, No, No, No]),
        (new RolloutEvent.Halted("why"), [No, No, Halted, Halted, Halted, No, Same, No, No]),
        (new RolloutEvent.Cancelled("why"), [Cancelled, Cancelled, No, No, No, No, No, Same, No]),
        (new RolloutEvent.Revoked("why"), [No, No, Revoked, Revoked, Revoked, Revoked, Revoked, No, Same]),
        (new RolloutEvent.WaveOpened(0), [No, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.WaveOpened(1), [No, No, Same, No, No, No, No, No, No]),
        (new RolloutEvent.WaveOpened(2), [No, No, Running, No, No, No, No, No, No]),
        (new RolloutEvent.WaveOpened(3), [No, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.Completed("why"), [No, No, Completed, No, No, Same, No, No, No]),
        (new RolloutEvent.Amended(5, "ee"), [No, Approved, Running, Paused, Held, No, No, No, No]),
        (new RolloutEvent.Amended(0, "ee"), [No, No, No, No, No, No, No, No, No]),
        (new RolloutEvent.Amended(5, new string('d', 64)), [No, Same, Same, Same, Same, No, No, No, No]),
    ];

    public static TheoryData<int, RolloutState> Cells()
    {
        TheoryData<int, RolloutState> cells = [];
        for (int row = 0; row < Table.Length; row++)
        {
            foreach (RolloutState state in States) cells.Add(row, state);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_event_does_in_each_state_what_the_table_says(int row, RolloutState state)
    {
        (RolloutEvent happened, RolloutState[] becomes) = Table[row];
        Rollout rollout = TestRollout.In(state);
        RolloutState expected = becomes[Array.IndexOf(States, state)];
        (Rollout? after, string refusal) = RolloutMachine.Apply(rollout, happened, TestRollout.Now);
        switch (expected)
        {
            case No:
                after.Should().BeNull();
                refusal.Should().EndWith(".").And.HaveLength(refusal.Trim().Length);
                refusal.Length.Should().BeGreaterThan(20, "it says what to do");
                break;
            case Same:
                after.Should().BeSameAs(rollout);
                refusal.Should().BeEmpty();
                break;
            default:
                after.Should().NotBeNull().And.NotBeSameAs(rollout);
                after!.State.Should().Be(expected);
                after.Revision.Should().Be(rollout.Revision, "the store raises it");
                refusal.Should().BeEmpty();
                break;
        }
    }

    [Fact]
    public void Every_event_has_a_row() =>
        Table.Select(row => row.Event.GetType()).Distinct().Should().BeEquivalentTo(typeof(RolloutEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(RolloutEvent))));

    [Fact]
    public void Whoever_made_a_rollout_cannot_approve_it()
    {
        Refusal(Draft, new RolloutEvent.Approved(TestRollout.Author)).Should().Be("ada made this rollout, and nobody approves his own: let another approver sign.");
        After(Draft, new RolloutEvent.Approved("bob")).Approver.Should().Be("bob");
    }

    [Fact]
    public void Whoever_made_a_rollout_cannot_let_it_go_on_after_a_hold() =>
        Refusal(Held, new RolloutEvent.Resumed("fine", TestRollout.Author)).Should().Contain("let somebody else look");

    [Fact]
    public void Starting_and_ending_note_when()
    {
        After(Approved, new RolloutEvent.Started()).Started.Should().Be(TestRollout.Now);
        After(Running, new RolloutEvent.Completed("all done")).Ended.Should().Be(TestRollout.Now);
        After(Paused, new RolloutEvent.Halted("smoke")).Should().Match<Rollout>(rollout => rollout.Ended == TestRollout.Now && rollout.Reason == "smoke");
        After(Completed, new RolloutEvent.Revoked("smoke")).Ended.Should().Be(TestRollout.Now.AddDays(-1), "it ended before");
    }

    [Fact]
    public void Waves_are_opened_one_by_one()
    {
        Rollout opened = After(Running, new RolloutEvent.WaveOpened(2));
        (opened.Wave, opened.WaveOpened).Should().Be((2, TestRollout.Now));
        RolloutMachine.Apply(opened, new RolloutEvent.WaveOpened(3), TestRollout.Now).Refusal.Should().Be("It has 2 waves: complete it instead of opening wave 3.");
        Rollout fresh = TestRollout.In(Running) with { Wave = 0, WaveOpened = null };
        RolloutMachine.Apply(fresh, new RolloutEvent.WaveOpened(2), TestRollout.Now).Refusal.Should().StartWith("Wave 1 is the next one");
        RolloutMachine.Apply(fresh, new RolloutEvent.WaveOpened(1), TestRollout.Now).Rollout!.Wave.Should().Be(1);
    }

    [Fact]
    public void An_amendment_adds_vehicles_and_a_wave_and_changes_nothing_else()
    {
        Rollout before = TestRollout.In(Held);
        RolloutMachine.Apply(before, new RolloutEvent.Amended(5, "ee"), TestRollout.Now).Rollout
            .Should().Be(before with { Population = 105, PopulationDigest = "ee", Waves = 3 });
    }

    [Fact]
    public void What_the_guard_saw_is_kept_over_the_hold()
    {
        Rollout held = After(Running, new RolloutEvent.Held("faults", Evidence));
        RolloutMachine.Apply(held, new RolloutEvent.Resumed("looked", "eve"), TestRollout.Now).Rollout!.Judged.Should().Be(Evidence);
        RolloutMachine.Apply(TestRollout.In(Running) with { Judged = Evidence }, new RolloutEvent.Held("a signature does not hold"), TestRollout.Now)
            .Rollout!.Judged.Should().Be(Evidence);
        GuardEvidence.TryParse(Evidence.Write()).Should().Be(Evidence);
        GuardEvidence.TryParse("").Should().BeNull();
        GuardEvidence.TryParse("1 2 3 4 -5").Should().BeNull();
    }

    private static Rollout After(RolloutState state, RolloutEvent happened) => RolloutMachine.Apply(TestRollout.In(state), happened, TestRollout.Now).Rollout!;

    private static string Refusal(RolloutState state, RolloutEvent happened) => RolloutMachine.Apply(TestRollout.In(state), happened, TestRollout.Now).Refusal;
}
