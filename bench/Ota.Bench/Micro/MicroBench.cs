using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Ota.Bench.Report;

namespace Ota.Bench.Micro;

/// <summary>Runs micro-benchmarks as BenchmarkDotNet's options choose them, and tells their times and what they allocate.</summary>
internal static class MicroBench
{
    /// <returns>1 if one did not run.</returns>
    public static int Run(string[] args)
    {
        // In this process: to build one for each, it would have to find this project and build it anew.
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(MicroBench).Assembly).Run([.. args, "--inProcess"])];
        bool isWhole = true;
        foreach (BenchmarkReport report in summaries.SelectMany(summary => summary.Reports))
        {
            isWhole &= report.Success;
            if (report.ResultStatistics is not { } times) continue;
            string parameters = report.BenchmarkCase.HasParameters ? $", {report.BenchmarkCase.Parameters.DisplayInfo.Trim('[', ']')}" : "";
            string what = $"micro, {report.BenchmarkCase.Descriptor.WorkloadMethod.Name}{parameters}";
            long allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            Measured.Tell(what, times.Median, "ns", string.Create(CultureInfo.InvariantCulture, $"{allocated} B"));
        }

        return isWhole ? 0 : 1;
    }
}
