using System.Globalization;

namespace Ota.Bench.Mqtt;

/// <summary>What /proc says about a process; both sizes in kB.</summary>
internal readonly record struct ProcessMemory(long Resident, long Proportional)
{
    public static ProcessMemory Of(int process)
    {
        string[] lines = File.ReadAllLines($"/proc/{process}/smaps_rollup");
        return new ProcessMemory(Kilobytes(lines, "Rss:"), Kilobytes(lines, "Pss:"));
    }

    public static int CountDescriptors(int process) => Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();

    private static long Kilobytes(string[] lines, string name)
    {
        string line = lines.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
