using System.Diagnostics;
using System.Text.RegularExpressions;
using Ota.Testing;

namespace Ota.EndToEnd.Containers;

/// <summary>The compose file as Debian's docker-compose reads it; nothing here can start it.</summary>
public sealed class ComposeTests
{
    private static readonly string File = RepositoryRoot.Combine("docker-compose.yml");

    [Fact]
    public async Task It_is_valid_and_every_flag_of_the_server_exists()
    {
        string read = await RunAsync("docker-compose", "-f", File, "config");
        string help = await RunAsync("dotnet", BuiltProgram.Server, "--help");
        string[] flags = [.. Regex.Matches(read, @"- (--[a-z-]+)=").Select(match => match.Groups[1].Value)];
        flags.Should().Contain(["--database", "--broker", "--influx"]);
        foreach (string flag in flags) help.Should().Contain(flag);
    }

    [Fact]
    public async Task Its_broker_has_the_configuration_that_the_tests_run_and_no_key_of_a_CA()
    {
        string read = await RunAsync("docker-compose", "-f", File, "config");
        read.Should().Contain($"{RepositoryRoot.Combine("docs/mosquitto/mosquitto.conf")}:/mosquitto.conf:ro")
            .And.Contain($"{RepositoryRoot.Combine("docs/mosquitto/acl")}:/acl:ro");
        string[] copied = [.. Regex.Matches(read, @"/data/pki/([a-z.-]+)").Select(match => match.Groups[1].Value).Distinct()];
        copied.Should().BeEquivalentTo("fleet-anchor.crt", "broker.crt", "broker.key", "broker-client.crt");
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await error);
        return output;
    }
}
