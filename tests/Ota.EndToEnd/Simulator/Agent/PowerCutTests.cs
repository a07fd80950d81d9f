using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.EndToEnd.Simulator.Agent;

/// <summary>Requirement 10: every interrupted install ends in a defined state; requirement 20: in order, commit last, back in reverse.</summary>
public sealed class PowerCutTests
{
    private static readonly FailureNote Broken = new(FailureFamily.Flash, 0x72);

    public static TheoryData<string, string> Faults
    {
        get
        {
            TheoryData<string, string> faults = new() { { "none", "" } };
            foreach (string step in new[] { "stage", "activate", "reboot", "test", "commit" })
            {
                foreach (string serial in PureVehicle.Serials) faults.Add(step, serial);
            }

            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_power_cut_at_any_step_of_a_job_with_three_ECUs_ends_as_without_it(string step, string serial)
    {
        PureVehicle whole = new PureVehicle(FaultAt(step, serial)).Run();
        IsDefined(whole, "without a cut");
        int cuts = 0;
        for (int at = 0; at < whole.Steps; at++)
        {
            foreach (PureVehicle.CutPlace place in Enum.GetValues<PureVehicle.CutPlace>())
            {
                PureVehicle cut = new PureVehicle(FaultAt(step, serial), at, place).Run();
                if (cut.WasCut) cuts++;
                IsDefined(cut, $"after a cut at step {at}, {place}");
                cut.Job.State.Should().Be(whole.Job.State, $"after a cut at step {at}, {place}");
            }
        }

        cuts.Should().Be(3 * whole.Steps);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void An_ECU_that_cannot_go_back_either_is_said_to_be_inconsistent_or_safe_but_degraded(string step, string serial)
    {
        if (step is "none" or "stage" or "commit") return; // Nothing goes back then.
        foreach (bool isSafe in new[] { false, true })
        {
            PureVehicle stuck = new PureVehicle(action =>
                action is AgentAction.RollBack { Ecu.Serial: "gw" } ? new AgentEvent.EcuFailed("gw", Broken, isSafe) : FaultAt(step, serial)(action)).Run();

            bool gatewayWasTouched = stuck.Job.Ecus.First(ecu => ecu.Serial == "gw").State == EcuJobState.Failed;
            gatewayWasTouched.Should().BeTrue("the gateway is the first to be written");
            stuck.Job.State.Should().Be(isSafe ? JobState.SafeDegraded : JobState.Inconsistent);
            stuck.Job.Reason!.Should().Be(Broken);
        }
    }

    [Fact]
    public void All_are_staged_before_one_is_written_and_committed_ascending_when_all_passed_their_test()
    {
        new PureVehicle(_ => null).Run().Acts.Should().Equal(
            "stage gw", "stage body", "stage drive", "activate gw", "activate body", "activate drive", "test gw", "test body", "test drive",
            "commit gw", "commit body", "commit drive");
    }

    [Theory]
    [InlineData("gw", "back gw")]
    [InlineData("body", "back body, back gw")]
    [InlineData("drive", "back drive, back body, back gw")]
    public void What_fails_while_it_is_written_goes_back_in_reverse_order_and_the_rest_is_left_alone(string serial, string back)
    {
        PureVehicle failed = new PureVehicle(FaultAt("activate", serial)).Run();

        string.Join(", ", failed.Acts.Where(act => act.StartsWith("back", StringComparison.Ordinal))).Should().Be(back);
        failed.Job.Ecus.Should().OnlyContain(ecu => ecu.State == EcuJobState.RolledBack);
        failed.Job.Ecus.First(ecu => ecu.Serial == serial).Reason.Should().Be(Broken);
    }

    [Theory]
    [InlineData(1, JobState.Committed)]
    [InlineData(2, JobState.Committed)]
    [InlineData(3, JobState.Inconsistent)]
    public void After_the_first_commit_the_only_way_is_forward_and_three_failures_end_it(int failures, JobState end)
    {
        int failed = 0;
        PureVehicle vehicle = new PureVehicle(action =>
            action is AgentAction.Commit { Ecu.Serial: "drive" } && failed++ < failures ? new AgentEvent.EcuFailed("drive", Broken) : null).Run();

        vehicle.Job.State.Should().Be(end);
        vehicle.Acts.Should().NotContain(act => act.StartsWith("back", StringComparison.Ordinal));
        vehicle.GoesBackTo("body").Should().Be("new");
    }

    // The fault is of the ECU, so it is there after a cut too.
    private static Func<AgentAction, AgentEvent?> FaultAt(string step, string serial) => action => (step, action) switch
    {
        ("stage", AgentAction.Stage stage) when stage.Ecu.Serial == serial => new AgentEvent.EcuFailed(serial, Broken),
        ("activate", AgentAction.Activate activate) when activate.Ecu.Serial == serial => new AgentEvent.EcuFailed(serial, Broken),
        ("reboot", AgentAction.Reboot) => new AgentEvent.EcuFailed(serial, Broken),
        ("test", AgentAction.Test test) when test.Ecu.Serial == serial => new AgentEvent.EcuFailed(serial, Broken),
        ("commit", AgentAction.Commit commit) when commit.Ecu.Serial == serial => new AgentEvent.EcuFailed(serial, Broken),
        _ => null,
    };

    /// <summary>The new version everywhere, the old version everywhere, or declared for what it is.</summary>
    private static void IsDefined(PureVehicle vehicle, string when)
    {
        string[] runs = [.. PureVehicle.Serials.Select(vehicle.RunsOn)];
        switch (vehicle.Job.State)
        {
            case JobState.Committed:
                runs.Should().OnlyContain(slot => slot == "new", when);
                PureVehicle.Serials.Select(vehicle.GoesBackTo).Should().OnlyContain(slot => slot == "new", when);
                break;
            case JobState.RolledBack:
                runs.Should().OnlyContain(slot => slot == "old", when);
                break;
            default:
                vehicle.Job.State.Should().Be(JobState.Inconsistent, when);
                vehicle.Job.Ecus.Should().Contain(ecu => ecu.State == EcuJobState.Failed, when);
                break;
        }
    }
}
