using Grpc.Core;
using Ota.Testing;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class ActTests : RolloutsTest
{
    [Theory]
    [InlineData("start", "running", "")]
    [InlineData("pause", "paused", "because")]
    [InlineData("resume", "running", "because")]
    [InlineData("cancel", "cancelled", "because")]
    public async Task What_can_be_taken_back_is_done_at_once(string verb, string state, string reason)
    {
        OtaRun run = (await RunAsync(["rollouts", verb, "3f9a", .. reason.Length == 0 ? (string[])[] : ["--reason", reason]])).Should(0);
        run.Out.Should().Contain(state);
        RolloutActRequest sent = Fake.The<RolloutActRequest>();
        (sent.Name, sent.Reason).Should().Be((Samples.Name, reason), "the name is given in full");
    }

    [Theory]
    [InlineData("halt", "Halt Brake fix (rollouts/3f9a12bc44d0) for good?")]
    [InlineData("revoke", "Those that hold the bundle are told to delete it.")]
    public async Task An_end_asks_and_says_how_many_are_concerned(string verb, string words)
    {
        Typed = "no";
        OtaRun run = (await RunAsync("rollouts", verb, "3f9a", "--reason", "because")).Should(1);
        run.Error.Should().Contain(words).And.Contain(
            "Of 1,000 vehicles, 887 were not offered it and will not be, 32 were and begin no install after their permit, 3 are installing and finish, 40 are proven.");
        Fake.Requests.Should().BeEmpty();
        Typed = "yes";
        (await RunAsync("rollouts", verb, "3f9a", "--reason", "because")).Should(0);
        Fake.The<RolloutActRequest>().Reason.Should().Be("because");
    }

    [Fact]
    public async Task A_script_that_does_not_say_yes_ends_nothing()
    {
        (await RunAsync("rollouts", "halt", "3f9a", "--reason", "because")).Should(2).Error.Should().Contain("add --yes");
        Fake.Requests.Should().BeEmpty();
        (await RunAsync("rollouts", "halt", "3f9a", "--reason", "because", "--yes")).Should(0);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        Fake.Failure = new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, "Its author cannot resume it after a hold; ask somebody else."));
        (await RunAsync("rollouts", "resume", "3f9a", "--reason", "fine")).Should(1).Error.Should().Be("ota: Its author cannot resume it after a hold; ask somebody else.\n");
    }

    [Fact]
    public async Task A_rollout_that_is_not_there_is_refused() =>
        (await RunAsync("rollouts", "pause", "0000", "--reason", "x")).Should(1).Error.Should().Contain("There is no rollouts/0000.");

    [Fact]
    public async Task A_server_that_is_not_there_has_an_exit_code_of_its_own()
    {
        using ClosedPort nobody = new();
        string[] words = ["rollouts", "list", "--server", $"http://127.0.0.1:{nobody.Number}", "--token", "t"];
        (await RunAsync(words, CancellationToken.None)).Should(3).Error.Should().Contain("Cannot reach");
    }

    [Theory]
    [InlineData("rollouts pause 3f9a")]
    [InlineData("rollouts show 3f9")]
    [InlineData("rollouts plan --bundle 4f1c09aa")]
    [InlineData("rollouts plan --bundle 4f1c09aa --filter x --vins y")]
    [InlineData("rollouts plan --bundle 4f1 --filter x")]
    [InlineData("rollouts retry 3f9a --reason x --vehicle WVW")]
    [InlineData("rollouts retry 3f9a --reason x --state confirmed")]
    [InlineData("rollouts report 3f9a --form pdf")]
    [InlineData("rollouts report 3f9a --as-of yesterday")]
    [InlineData("vehicles explain WVW")]
    public async Task Bad_usage_has_an_exit_code_of_its_own(string commandLine)
    {
        OtaRun run = (await RunAsync(commandLine.Split(' '))).Should(2);
        run.Error.Should().StartWith("ota: ");
        run.Error.Split('\n').Length.Should().BeLessThan(5);
    }

    [Fact]
    public async Task A_claim_of_a_workshop_is_noted()
    {
        (await RunAsync("rollouts", "claim", "3f9a", "WVWZZZ1KZ6W000001", "--purpose", "order 8812")).Should(0);
        ClaimInstallRequest sent = Fake.The<ClaimInstallRequest>();
        (sent.Name, sent.Vehicle.Vin, sent.Purpose).Should().Be((Samples.Name, "WVWZZZ1KZ6W000001", "order 8812"));
    }
}
