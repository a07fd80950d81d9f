using System.Globalization;
using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

public sealed class PopulationTests : RolloutsTest
{
    private const int Many = 100_000;

    // A message, what HTTP/2 lets wait between the two, and what the client reads ahead.
    private const int MostAhead = 30_000;

    [Fact]
    public async Task A_long_list_is_sent_as_it_is_read()
    {
        CountedLines lines = new(Many);
        Input = lines;
        int received = 0;
        int furthestAhead = 0;
        Fake.Received = vehicles =>
        {
            furthestAhead = Math.Max(furthestAhead, lines.Taken - received);
            received += vehicles;
        };
        (await RunAsync([.. Create, "--vins", "-"])).Should(0);
        received.Should().Be(Many);
        furthestAhead.Should().BeLessThan(MostAhead, "the client reads no further than the server takes");
        CreateRolloutRequest[] sent = [.. Fake.Requests.OfType<CreateRolloutRequest>()];
        sent.Should().OnlyContain(request => request.Vehicles.Count <= 10_000);
        sent.Count(request => request.Specification is not null).Should().Be(1);
        sent.SelectMany(request => request.Vehicles).Should().Equal(Enumerable.Range(0, Many).Select(CountedLines.Vin));
    }

    [Fact]
    public async Task VINs_and_vids_go_together_and_empty_lines_do_not_count()
    {
        Input = new StringReader($"\ufeff{CountedLines.Vin(1)}\r\n\n  {Samples.Vid(2)}  \n");
        (await RunAsync([.. Create, "--vins", "-", "--purpose", "recall 7"])).Should(0);
        CreateRolloutRequest[] sent = [.. Fake.Requests.OfType<CreateRolloutRequest>()];
        sent.SelectMany(request => request.Vehicles).Should().Equal(CountedLines.Vin(1), Samples.Vid(2));
        sent[0].Specification.Purpose.Should().Be("recall 7");
    }

    [Fact]
    public async Task Lines_that_are_no_vehicles_are_numbered_and_nothing_is_created()
    {
        File.WriteAllLines(Folder["vins.txt"], [CountedLines.Vin(1), "WVWZZZ1KZ6W00000O", "", "hello"]);
        OtaRun run = (await RunAsync([.. Create, "--vins", Folder["vins.txt"]])).Should(1);
        run.Error.Should().Contain("vins.txt, line 2: ").And.Contain("vins.txt, line 4: ").And.NotContain("WVWZZZ1KZ6W00000O");
        run.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task An_empty_list_is_no_population()
    {
        File.WriteAllText(Folder["vins.txt"], "\n\n");
        (await RunAsync([.. Create, "--vins", Folder["vins.txt"]])).Should(2).Error.Should().Contain("names no vehicle");
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_a_list_is_told_in_the_servers_words()
    {
        Input = new CountedLines(Many);
        Fake.Received = vehicles =>
        {
            if (vehicles > 0) throw new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, "The bundle was withdrawn."));
        };
        (await RunAsync([.. Create, "--vins", "-"])).Should(1).Error.Should().Be("ota: The bundle was withdrawn.\n");
    }

    [Fact]
    public async Task A_bundle_that_is_not_staged_is_refused_before_anything_is_sent()
    {
        Server.Bundles.Bundle.State = BundleState.AwaitingSignatures;
        (await RunAsync([.. Create, "--filter", "year > 1"])).Should(1).Error.Should().Contain("brake-fix").And.Contain("is awaiting signatures");
        Fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Problems_of_a_policy_have_pointers_and_lines_and_nothing_is_sent()
    {
        File.WriteAllText(Folder["policy.json"], "{\n  \"waves\": [\n    20,\n    0\n  ]\n}");
        OtaRun run = (await RunAsync([.. Create, "--filter", "year > 1", "--policy", Folder["policy.json"]])).Should(1);
        run.Error.Should().Contain("policy.json:4: /waves/1: ").And.Contain("a problem; nothing was kept");
        Fake.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_policy_that_is_no_JSON_is_told_with_its_line()
    {
        File.WriteAllText(Folder["policy.json"], "{\n  \"waves\": [\n}");
        (await RunAsync([.. Create, "--filter", "year > 1", "--policy", Folder["policy.json"]])).Should(1).Error.Should().Contain("policy.json:3: ");
    }

    [Fact]
    public async Task A_policy_is_sent_as_it_is()
    {
        const string policy = "{ \"waves\": [10] }";
        File.WriteAllText(Folder["policy.json"], policy);
        (await RunAsync([.. Create, "--filter", "year > 1", "--policy", Folder["policy.json"]])).Should(0);
        Fake.The<CreateRolloutRequest>().Specification.Policy.ToStringUtf8().Should().Be(policy);
    }

    private static string[] Create => ["rollouts", "create", "--title", "Brake fix", "--bundle", Samples.Bundle().Name[..20]];

    /// <summary>A file of VINs that are made as they are read.</summary>
    private sealed class CountedLines(int count) : TextReader
    {
        private int _read;

        public int Taken => Volatile.Read(ref _read);

        public static string Vin(int number) => "WVWZZZ1KZ6W" + number.ToString("D6", CultureInfo.InvariantCulture);

        public override string? ReadLine() => _read < count ? Vin(Interlocked.Increment(ref _read) - 1) : null;
    }
}
