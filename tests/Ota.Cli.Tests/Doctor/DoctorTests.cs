using System.Runtime.Versioning;
using System.Text.Json;
using Grpc.Core;
using Ota.Cli.Connection;
using Ota.Cli.Doctor;
using Ota.Cli.Output;
using Ota.Cli.Tests.Rollouts;
using Ota.Testing;
using Ota.V1;
using State = Ota.V1.SystemCheck.Types.State;

namespace Ota.Cli.Tests.Doctor;

[UnsupportedOSPlatform("windows")]
public sealed class DoctorTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private DoctorServer _server = null!;
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public async Task InitializeAsync() => _server = await DoctorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_all_is_well_each_part_has_a_line_and_the_exit_code_is_0()
    {
        Tell("disk", State.Ok, "9000 MB free.");
        OtaRun run = (await RunAsync()).Should(0);
        Lines(run).Should().Equal("credential ok", "server ok", "clock ok", "trust ok", "disk ok");
        run.Out.Should().Contain("disk").And.Contain("9000 MB free.");
        run.Error.Trim().Should().Be("All is well.");
        _server.System.Asked!.IncludeChecks.Should().BeTrue();
    }

    [Theory]
    [InlineData(State.Warning, 0, "0 problems, 1 warning.")]
    [InlineData(State.Problem, 1, "1 problem, 0 warnings.")]
    public async Task What_the_server_finds_counts_as_if_it_were_found_here(State state, int exitCode, string summary)
    {
        Tell("disk", state, "Make room.");
        (await RunAsync()).Should(exitCode).Error.Trim().Should().Be(summary);
    }

    [Fact]
    public async Task Where_no_server_answers_the_exit_code_is_3_and_what_is_here_was_looked_at()
    {
        string url = _server.Url;
        await _server.StopAsync();
        OtaRun run = (await RunAsync(url)).Should(3);
        Lines(run).Should().Equal("credential ok", "server PROBLEM");
        run.Out.Should().Contain("Cannot reach").And.Contain("Is the server running?");
    }

    [Theory]
    [InlineData(-600, "PROBLEM", "10 minutes behind")]
    [InlineData(-30, "warning", "seconds behind")]
    [InlineData(0, "ok", "agree")]
    [InlineData(30, "warning", "seconds ahead of")]
    [InlineData(600, "PROBLEM", "10 minutes ahead of")]
    public async Task A_clock_that_is_wrong_is_told_by_how_much_and_in_which_direction(int seconds, string state, string words)
    {
        Tell("disk", State.Ok, "Room.");
        _now += TimeSpan.FromSeconds(seconds);
        OtaRun run = (await RunAsync(_server.Url, "--timeout", "3600")).Should(state == "PROBLEM" ? 1 : 0);
        Lines(run).Should().Contain($"clock {state}");
        run.Out.Should().Contain(words);
    }

    [Fact]
    public async Task Certificates_in_their_last_days_are_warned_of()
    {
        Tell("disk", State.Ok, "Room.");
        _now = new DateTimeOffset(2044, 12, 20, 0, 0, 0, TimeSpan.Zero);
        OtaRun run = await RunAsync();
        Lines(run).Should().Contain("credential warning").And.Contain("trust warning");
        run.Out.Should().Contain("ota operators add-credential").And.Contain("2045-01-01");
    }

    [Fact]
    public async Task With_a_credential_that_has_expired_the_server_is_looked_at_from_outside()
    {
        _now = new DateTimeOffset(2045, 2, 1, 0, 0, 0, TimeSpan.Zero);
        OtaRun run = (await RunAsync()).Should(1);
        Lines(run).Should().StartWith(["credential PROBLEM", "server ok"]);
        _server.System.Asked.Should().BeNull("nobody could be let in");
    }

    [Fact]
    public async Task A_server_of_another_CA_is_a_problem_and_no_question_of_being_reached()
    {
        string[] options = OptionsOfOperator();
        File.WriteAllText(_folder["root.crt"], Pki.OperatorCertificate.ExportCertificatePem());
        OtaRun run = (await RunRawAsync(["doctor", "--server", _server.Url, .. options])).Should(1);
        Lines(run).Should().Equal("credential ok", "certificate PROBLEM");
        run.Out.Should().Contain("does not come from the CA in");
    }

    [Fact]
    public async Task A_server_without_its_database_is_a_problem_with_the_servers_own_words()
    {
        _server.SayNotReady();
        _server.System.Failure = new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The database cannot be reached, so nobody can be let in: try again later."));
        OtaRun run = (await RunAsync()).Should(1);
        Lines(run).Should().EndWith(["readiness warning", "trust ok", "status PROBLEM"]);
        run.Out.Should().Contain("The database cannot be reached");
    }

    [Fact]
    public async Task An_older_server_is_told_from_a_healthy_one() =>
        (await RunAsync()).Should(0).Out.Should().Contain("0.0.9").And.Contain("bring it to the version of this client");

    [Fact]
    public async Task Keys_that_others_can_read_are_named()
    {
        Tell("disk", State.Ok, "Room.");
        string[] options = OptionsOfOperator();
        File.SetUnixFileMode(_folder["kim.key"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        OtaRun run = (await RunRawAsync(["doctor", "--server", _server.Url, .. options])).Should(1);
        run.Out.Should().Contain($"can read {_folder["kim.key"]}: chmod 600");
    }

    [Fact]
    public async Task A_data_folder_on_this_machine_is_looked_into_also_when_its_server_is_down()
    {
        OptionsOfOperator();
        string url = _server.Url;
        await _server.StopAsync();
        File.WriteAllText(_folder["endpoints.json"], "{}");
        File.WriteAllText(_folder["operator.json"], $$"""{"server": "{{url}}", "ca": "root.crt", "certificate": "kim.crt", "key": "kim.key"}""");
        (await RunRawAsync(["doctor", "--data", _folder.Path])).Should(3).Out.Should().Contain("is its owner's alone");
        Directory.CreateDirectory(_folder["pki"]);
        File.WriteAllText(_folder["pki/root.key"], "secret");
        File.SetUnixFileMode(_folder["pki/root.key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        OtaRun run = (await RunRawAsync(["doctor", "--data", _folder.Path])).Should(3);
        Lines(run).Should().Equal("credential ok", "folder PROBLEM", "server PROBLEM");
        run.Out.Should().Contain($"can reach {_folder["pki/root.key"]}: chmod go=");
    }

    [Fact]
    public async Task As_json_it_is_one_document_with_the_same_findings()
    {
        Tell("disk", State.Warning, "Make room.");
        OtaRun run = (await RunAsync(_server.Url, "--output", "json")).Should(0);
        JsonElement last = JsonDocument.Parse(run.Out).RootElement.GetProperty("checks").EnumerateArray().Last();
        last.GetProperty("name").GetString().Should().Be("disk");
        last.GetProperty("state").GetString().Should().Be("STATE_WARNING");
        last.GetProperty("sentence").GetString().Should().Be("Make room.");
    }

    [Fact]
    public async Task Without_a_server_it_is_a_mistake_of_usage() => (await RunRawAsync(["doctor"])).Should(2);

    /// <summary>Name and state of each line of the table.</summary>
    private static string[] Lines(OtaRun run) =>
    [
        .. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => $"{words[1]} {words[0]}"),
    ];

    private void Tell(string name, State state, string sentence) => _server.System.Checks.Add(new SystemCheck { Name = name, State = state, Sentence = sentence });

    private string[] OptionsOfOperator()
    {
        string[] options = Pki.OptionsIn(_folder);
        File.SetUnixFileMode(_folder["kim.key"], UnixFileMode.UserRead);
        return options;
    }

    private Task<OtaRun> RunAsync(string? url = null, params string[] more) =>
        RunRawAsync(["doctor", "--server", url ?? _server.Url, .. OptionsOfOperator(), .. more]);

    private async Task<OtaRun> RunRawAsync(string[] words)
    {
        (StringWriter output, StringWriter error) = (new(), new());
        Surroundings around = new()
        {
            Out = output,
            Error = error,
            Time = new ManualTime(_now),
            OutIsTerminal = false,
            ErrorIsTerminal = false,
            InIsTerminal = false,
            Variables = name => name == "XDG_CONFIG_HOME" ? _folder.Path : null,
        };
        GlobalOptions globals = new();
        OtaCommand root = new(globals, around) { DoctorCommand.Create(new Verbs(globals, around)) };
        int exitCode = await Invocation.RunAsync(root, words, around);
        return new OtaRun(exitCode, output.ToString(), error.ToString());
    }
}
