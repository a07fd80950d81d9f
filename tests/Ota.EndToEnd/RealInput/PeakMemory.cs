using System.Globalization;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.RealInput;

/// <summary>The most memory that a process had at once, as the kernel counts it, in MiB.</summary>
internal static class PeakMemory
{
    // The kernel tells of a process that has ended only to its parent, so one is put between.
    private const string Parent =
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
        + "print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)";

    /// <summary>Of a process that runs.</summary>
    public static double Of(int process) =>
        Mebibytes(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(':')[1]);

    /// <summary>Of one run of `ota` from beginning to end.</summary>
    public static async Task<(OtaRun Run, double Peak)> OfOtaAsync(OtaTool ota, string commandLine)
    {
        using System.Diagnostics.Process process = ota.Start(
            "/usr/bin/python3", ["-c", Parent, "dotnet", Testing.BuiltProgram.Ota, .. commandLine.Split(' ')]);
        OtaRun run = (await OtaTool.EndAsync(process)).Should(0);
        return (run, Mebibytes(run.Error.Split("peak ")[^1]));
    }

    private static double Mebibytes(string kibibytes) => long.Parse(kibibytes.Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024.0;
}
