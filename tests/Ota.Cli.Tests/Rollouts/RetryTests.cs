using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class RetryTests : RolloutsTest
{
    private static readonly string[] Retry = ["rollouts", "retry", "3f9a", "--reason", "letters are out"];

    [Fact]
    public async Task States_and_vehicles_are_those_of_the_command_line()
    {
        (await RunAsync([.. Retry, "--state", "expired", "--state", "rolled_back", "--vehicle", "WVWZZZ1KZ6W000001", "--vehicle", Samples.Vid(2), "--purpose", "case 4711"]))
            .Should(0).Out.Should().Be("2 vehicles of rollouts/3f9a12bc44d0 will be offered it again.\n");
        RetryInstallsRequest sent = Fake.The<RetryInstallsRequest>();
        sent.States.Should().Equal(InstallState.Expired, InstallState.RolledBack);
        sent.Vehicles.Should().Equal(new VehicleKey { Vin = "WVWZZZ1KZ6W000001" }, new VehicleKey { Vid = Samples.Vid(2) });
        (sent.Name, sent.Reason, sent.Purpose).Should().Be((Samples.Name, "letters are out", "case 4711"));
    }

    [Fact]
    public async Task A_long_list_goes_in_several_calls_whose_counts_are_added()
    {
        File.WriteAllLines(Folder["vins.txt"], Enumerable.Range(1, 12_000).Select(Samples.Vid));
        (await RunAsync([.. Retry, "--vins", Folder["vins.txt"]])).Should(0).Out.Should().StartWith("12,000 vehicles of ");
        Fake.Requests.OfType<RetryInstallsRequest>().Should().HaveCount(3).And.OnlyContain(request => request.Vehicles.Count > 0);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("hello\n", 1)]
    public async Task A_list_with_a_bad_line_or_without_any_offers_nothing(string text, int exitCode)
    {
        File.WriteAllText(Folder["vins.txt"], text + (text.Length > 0 ? Samples.Vid(1) : ""));
        (await RunAsync([.. Retry, "--vins", Folder["vins.txt"]])).Should(exitCode);
        Fake.Requests.Should().BeEmpty();
    }
}
