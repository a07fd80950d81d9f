using System.Diagnostics;
using System.Globalization;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Whole;

/// <summary>Keeps this process and all that it starts later on the first core; what is measured is put on the second.</summary>
internal static class GeneratorCore
{
    public static async Task PinAsync(CancellationToken stop)
    {
        if (Environment.ProcessorCount < 2) throw new BenchException("Server and generator need a core each, and this machine has one.");
        string id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(Tools.Find("taskset", "util-linux"), ["-a", "-p", "-c", "0", id]) { RedirectStandardOutput = true }; // All threads.
        using Process taskset = Process.Start(start)!;
        await taskset.StandardOutput.ReadToEndAsync(stop);
        await taskset.WaitForExitAsync(stop);
    }
}
