namespace Ota.Cli.Tests.Rollouts;

/// <summary>What one run of `ota` left behind.</summary>
internal sealed record OtaRun(int ExitCode, string Out, string Error)
{
    public OtaRun Should(int exitCode)
    {
        ExitCode.Should().Be(exitCode, "stdout was:\n{0}\nstderr was:\n{1}", Out, Error);
        Error.Should().NotContain("defect");
        return this;
    }
}
