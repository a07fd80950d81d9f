using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ota.Testing;

namespace Ota.Server.Tests.Hosting;

public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_to_stop_ends_with_exit_code_0_and_one_line_was_printed(string signal)
    {
        using ServerProcess server = ServerProcess.In(Data);
        JsonElement endpoints = await server.EndpointsAsync();
        endpoints.ToString().Should().Be(File.ReadAllText(Path.Combine(Data, "endpoints.json")).Trim());
        using HttpClient http = new();
        (await http.GetAsync($"{endpoints.GetProperty("urls").GetProperty("http").GetString()}/readyz")).EnsureSuccessStatusCode();
        await server.SignalAsync(signal);
        (int code, string rest, string errors) = await server.ExitAsync();
        code.Should().Be(0, errors);
        rest.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_and_told_by_whom()
    {
        using ServerProcess first = ServerProcess.In(Data);
        await first.EndpointsAsync();
        using ServerProcess second = ServerProcess.In(Data);
        (int code, string _, string error) = await second.ExitAsync();
        code.Should().Be(1);
        error.Should().Be(
            $"The data folder {Data} is in use by a server that runs as process {first.Id}: stop that one, or choose another folder.\n");
    }

    [Fact]
    public async Task A_killed_server_leaves_no_lock_and_the_next_one_starts()
    {
        using (ServerProcess first = ServerProcess.In(Data))
        {
            await first.EndpointsAsync();
            await first.SignalAsync("KILL");
            await first.ExitAsync();
        }

        using ServerProcess second = ServerProcess.In(Data);
        (await second.EndpointsAsync()).GetProperty("data").GetString().Should().Be(Data);
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_1()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        using ServerProcess server = new("--data", Data, "--address", "127.0.0.1", "--https-port", $"{port}", "--mqtts-port", "0");
        (int code, string output, string error) = await server.ExitAsync();
        (code, output).Should().Be((1, ""));
        error.Split('\n')[^2].Should().Contain($"{port}").And.Contain("choose another port").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_one_sentence_and_exit_code_1()
    {
        File.WriteAllText(_folder["file"], "");
        using ServerProcess server = ServerProcess.In(_folder["file"]);
        (int code, string _, string error) = await server.ExitAsync();
        code.Should().Be(1);
        error.Should().StartWith($"The data folder {_folder["file"]} cannot be written").And.EndWith("choose another.\n");
        error.Trim().Should().NotContain("\n");
    }

    [Fact]
    public async Task Wrong_usage_is_one_line_per_problem_and_exit_code_2()
    {
        using ServerProcess server = new("--unknown", "--https-port", "x");
        (int code, string output, string error) = await server.ExitAsync();
        (code, output).Should().Be((2, ""));
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
    }

    [Fact]
    public async Task Version_and_help_answer_without_starting_anything()
    {
        using ServerProcess version = new("--version");
        (await version.ExitAsync()).Should().Be((0, "0.1.0\n", ""));
        using ServerProcess help = new("--help");
        (int code, string output, string _) = await help.ExitAsync();
        code.Should().Be(0);
        output.Should().Contain("--data DIR").And.Contain("Exit codes");
    }

    [Fact]
    public async Task The_log_is_json_when_asked_for_and_goes_to_stderr()
    {
        using ServerProcess server = ServerProcess.In(Data, "--log-format", "json");
        await server.EndpointsAsync();
        await server.SignalAsync("TERM");
        (int _, string _, string error) = await server.ExitAsync();
        foreach (string line in error.Split('\n', StringSplitOptions.RemoveEmptyEntries)) JsonDocument.Parse(line).Should().NotBeNull();
        error.Should().Contain("Made the first operator");
    }
}
