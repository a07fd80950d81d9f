using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>Every page as a person reads it.</summary>
public sealed class PageTests : RolloutsTest
{
    [Fact]
    public async Task A_list_has_a_line_for_each_rollout() => await ShouldBe("list", "rollouts", "list", "--state", "running");

    [Fact]
    public async Task A_running_rollout_is_on_one_page() => await ShouldBe("show", "rollouts", "show", "3f9a");

    [Fact]
    public async Task A_draft_says_who_has_to_do_what_next()
    {
        Fake.Rollout = Samples.Draft();
        await ShouldBe("draft", "rollouts", "show", "3f9a");
    }

    [Fact]
    public async Task Books_that_do_not_balance_are_called_so()
    {
        Fake.Rollout.Waves[4].States[0].Vehicles--;
        (await RunAsync("rollouts", "show", "3f9a")).Should(0).Out.Should().MatchRegex("total +999 +but 1,000 are frozen: the books do not balance");
    }

    [Fact]
    public async Task A_plan_shows_verdicts_waves_the_unreachable_and_what_it_rests_on()
    {
        Fake.Plan = new RolloutPlan
        {
            Population = 1000,
            Verdicts = { Samples.Draft().Verdicts },
            Waves =
            {
                new PlannedWave { Wave = 1, Vehicles = 20, OpensS = 0, ProvenS = 86_400 },
                new PlannedWave { Wave = 2, Vehicles = 60, OpensS = 172_800, ProvenS = 345_600 },
                new PlannedWave { Wave = 3, Vehicles = 871, OpensS = 432_000, ProvenS = 1_209_600 },
            },
            HoldBack = 19,
            Silent = 41,
            HalfS = 600_000,
            NinetyS = 1_300_000,
            UnknownVehicles = 2,
            Unknown = { "WVWZZZ1KZ6W000001", "WVWZZZ1KZ6W000002" },
            Notes = { "Contact of the last 90 days, 959 vehicles.", "99 % cannot be said: 41 vehicles were silent for 14 days or more." },
        };
        await ShouldBe("plan", "rollouts", "plan", "--bundle", Samples.Bundle().Name[..20], "--filter", "year >= 2021");
        PlanRolloutRequest sent = Fake.The<PlanRolloutRequest>();
        sent.Specification.Bundle.Should().Be(Samples.Bundle().Name, "the server takes whole digests");
        sent.Specification.Filter.Should().Be("year >= 2021");
    }

    [Fact]
    public async Task What_was_created_is_named_with_what_to_do_next()
    {
        Fake.Rollout = Samples.Draft();
        await ShouldBe("create", "rollouts", "create", "--title", "Brake fix", "--bundle", Samples.Bundle().Name[..20], "--filter", "year >= 2021");
        Fake.The<CreateRolloutRequest>().Specification.Title.Should().Be("Brake fix");
    }

    [Fact]
    public async Task An_amendment_shows_what_it_adds()
    {
        Fake.Rollout.Amendment = new Amendment
        {
            Vehicles = 12,
            Author = "operators/anna",
            Reason = "late",
            PopulationDigest = new string('b', 64),
            Verdicts = { new VerdictCount { State = InstallState.Targeted, Vehicles = 12 } },
        };
        await ShouldBe("amend", "rollouts", "amend", "3f9a", "--filter", "plant = \"Emden\"", "--reason", "late");
        CreateRolloutRequest sent = Fake.The<CreateRolloutRequest>();
        (sent.Rollout, sent.Reason, sent.Specification.Filter).Should().Be((Samples.Name, "late", "plant = \"Emden\""));
    }

    [Fact]
    public async Task Vehicles_are_listed_page_by_page()
    {
        Fake.Installs.AddRange(Samples.Installs());
        await ShouldBe("installs", "rollouts", "installs", "3f9a");
        Fake.Requests.OfType<ListInstallsRequest>().Should().HaveCount(2);
    }

    [Fact]
    public async Task The_history_of_a_vehicle_is_told_in_order()
    {
        Fake.Events.AddRange(
        [
            new InstallEventLine { Time = Samples.Ago(30), Kind = "offered", State = InstallState.Offered, Text = "Images for 3 ECUs." },
            new InstallEventLine
            {
                Time = Samples.Ago(29), Kind = "reported", State = InstallState.WaitSafeState, Text = "Offer 1, attempt 1, report 5: waits for a safe state, waits for parked.",
            },
            new InstallEventLine { Time = Samples.Ago(1), Kind = "proof_refused", State = InstallState.Committed },
            new InstallEventLine { Time = Samples.Ago(0.5), Kind = "shown", State = InstallState.Confirmed, Text = "Inventory 9, as asked for: every target is there." },
        ]);
        await ShouldBe("history", "rollouts", "history", "3f9a", "WVWZZZ1KZ6W000001", "--purpose", "case 4711");
        ListInstallEventsRequest sent = Fake.The<ListInstallEventsRequest>();
        (sent.Name, sent.Vehicle.Vin, sent.Purpose).Should().Be((Samples.Name, "WVWZZZ1KZ6W000001", "case 4711"));
    }

    [Fact]
    public async Task A_vehicle_to_which_nothing_happened_has_a_history_that_says_so() =>
        (await RunAsync("rollouts", "history", "3f9a", Samples.Vid(1))).Should(0).Error.Should().Contain("Nothing has happened to it");

    [Fact]
    public async Task Work_lists_have_dates_and_what_is_overdue_is_marked()
    {
        Fake.Installs.AddRange(Samples.Installs());
        await ShouldBe("work", "rollouts", "work", "3f9a");
        (await RunAsync("rollouts", "work", "3f9a", "--overdue")).Should(0).Out.Should().Contain(Samples.Vid(3)).And.NotContain(Samples.Vid(1));
    }

    [Fact]
    public async Task An_explanation_begins_with_the_answer()
    {
        Fake.Explanation = new Explanation
        {
            Vid = Samples.Vid(4),
            Answer = "Not updated yet: it waits for a safe state, the battery is at 41 of 60 per cent.",
            LastContactTime = Samples.Ago(0.1),
            Installs =
            {
                new ExplainedInstall
                {
                    Install = Samples.Installs()[3], RolloutTitle = "Brake fix", BundleTitle = "brake-fix 2.4.1", Answer = "It waits for a safe state.",
                    Rules =
                    {
                        Rule("approved", ExplainedRule.Types.Outcome.Met, "Approved by kim.", 31),
                        Rule("wave", ExplainedRule.Types.Outcome.Met, "Wave 2 is open.", 3),
                        Rule("consent", ExplainedRule.Types.Outcome.Met, "Its driver said yes.", 2),
                        Rule("safe_state", ExplainedRule.Types.Outcome.Waiting, "The battery is at 41 of 60 per cent.", 1),
                        Rule("permit", ExplainedRule.Types.Outcome.Blocked, "No permit stands."),
                        Rule("proven", ExplainedRule.Types.Outcome.Later, "Not reached yet."),
                    },
                    NextStep = "The driver charges the car; it begins by itself when parked.", Who = "driver", ByTime = Samples.Ago(-24 * 90),
                },
            },
        };
        await ShouldBe("explain", "vehicles", "explain", "WVWZZZ1KZ6W000001", "--purpose", "case 4711", "--rollout", "3f9a");
        ExplainVehicleRequest sent = Fake.The<ExplainVehicleRequest>();
        (sent.Vehicle.Vin, sent.Purpose, sent.Rollout).Should().Be(("WVWZZZ1KZ6W000001", "case 4711", Samples.Name));
    }

    [Theory]
    [InlineData("rollouts list", "\"rollouts\": [")]
    [InlineData("rollouts show 3f9a", "\"state\": \"ROLLOUT_STATE_RUNNING\"")]
    [InlineData("rollouts installs 3f9a", "\"state\": \"INSTALL_STATE_ROLLED_BACK\"")]
    [InlineData("rollouts history 3f9a 00000000000000000000000000000004", "\"events\"")]
    [InlineData("rollouts installs 3f9a --state confirmed", "\"installs\": []")]
    [InlineData("rollouts work 3f9a --list letter", "\"work\": \"WORK_LIST_LETTER\"")]
    [InlineData("rollouts pause 3f9a --reason x", "\"state\": \"ROLLOUT_STATE_PAUSED\"")]
    [InlineData("vehicles explain 00000000000000000000000000000004", "\"answer\"")]
    public async Task Scripts_get_JSON(string commandLine, string expected)
    {
        Fake.Installs.AddRange(Samples.Installs());
        OtaRun run = (await RunAsync([.. commandLine.Split(' '), "--output", "json"])).Should(0);
        run.Out.Should().Contain(expected);
        System.Text.Json.JsonDocument.Parse(run.Out).RootElement.ValueKind.Should().Be(System.Text.Json.JsonValueKind.Object);
    }

    private static ExplainedRule Rule(string rule, ExplainedRule.Types.Outcome outcome, string text, double? hoursAgo = null) =>
        new() { Rule = rule, Outcome = outcome, Text = text, Time = hoursAgo is { } hours ? Samples.Ago(hours) : null };

    private async Task ShouldBe(string page, params string[] words)
    {
        OtaRun run = (await RunAsync(words)).Should(0);
        Page.ShouldBe(page, run.Error.Length == 0 ? run.Out : $"{run.Out}\n--- to the operator ---\n{run.Error}");
    }
}
