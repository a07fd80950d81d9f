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

    [Fact]
    public async Task Secrets_are_files_and_nothing_has_a_default_for_one()
    {
        string read = await RunAsync("docker-compose", "-f", File, "config");
        Regex.Matches(read, @"^ +(\w*(?:PASSWORD|TOKEN|SECRET)\w*): (.+)$", RegexOptions.Multiline).Should().NotBeEmpty()
            .And.OnlyContain(setting => setting.Groups[1].Value.EndsWith("_FILE") && setting.Groups[2].Value.StartsWith("/run/secrets/"));
        Regex.Matches(read, @"(?i)(password|token)=").Should().BeEmpty("flags name files, as in token-file=");
        System.IO.File.ReadAllText(RepositoryRoot.Combine(".gitignore")).Should().Contain("secrets/");
        System.IO.File.ReadAllText(RepositoryRoot.Combine(".dockerignore")).Should().Contain("secrets");
    }

    [Fact]
    public void The_image_has_a_user_of_its_own_before_anything_runs_in_it()
    {
        string[] image = System.IO.File.ReadAllLines(RepositoryRoot.Combine("Dockerfile"));
        int user = Array.FindIndex(image, line => line.StartsWith("USER ") && line != "USER root");
        user.Should().BePositive().And.BeLessThan(Array.FindIndex(image, line => line.StartsWith("ENTRYPOINT ")));
    }

    internal static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await error);
        return output;
    }
}
