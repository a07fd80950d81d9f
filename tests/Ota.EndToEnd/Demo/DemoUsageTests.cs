using Ota.Testing;

namespace Ota.EndToEnd.Demo;

/// <summary>What the first command says to those who mistype it.</summary>
public sealed class DemoUsageTests
{
    private static readonly PeerProgram Simulator = new("dotnet", BuiltProgram.Simulator);

    [Theory]
    [InlineData("--vehicles must be 50 to 50000.", "--vehicles", "7")]
    [InlineData("--mqtt must be host:port", "--broker", "mqtts://localhost:1", "--mqtt", "here")]
    [InlineData("they belong together", "--broker", "mqtts://localhost:1")]
    [InlineData("they belong together", "--mqtt", "localhost:1")]
    [InlineData("'rollout'", "rollout")]
    public async Task Bad_usage_ends_with_2_and_says_what_is_wrong(string problem, params string[] arguments)
    {
        (int code, string output) = await PeerProcess.RunAsync(Simulator, arguments);

        code.Should().Be(2, output);
        output.Should().Contain(problem);
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["mine"], "x");

        (int code, string output) = await PeerProcess.RunAsync(Simulator, "--keep", folder.Path);

        code.Should().Be(1);
        output.Trim().Should().Be($"{folder.Path} is not an empty folder: --keep wants a new one, or one with nothing in it.");
        Directory.EnumerateFileSystemEntries(folder.Path).Should().ContainSingle();
    }
}
