using System.Text.Json;

namespace Ota.EndToEnd.Cli;

/// <summary>What one run of `ota` left behind.</summary>
internal sealed record OtaRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The lines of a table, without those that are empty.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Checks the exit code and shows all when it is another.</summary>
    public OtaRun Should(int exitCode)
    {
        ExitCode.Should().Be(exitCode, "stdout was:\n{0}\nstderr was:\n{1}", Out, Error);
        Error.Should().NotContain("Unhandled exception").And.NotContain("\n   at ").And.NotContain("defect");
        (Out + Error).Should().NotContain("\u001b", "nothing here is a terminal");
        return this;
    }
}
