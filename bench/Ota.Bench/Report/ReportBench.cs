using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Report;

/// <summary>Runs the verbs in processes of their own, since they pin themselves, grow, and may fail, and writes tables of all their rows.</summary>
internal sealed class ReportBench(ReportOptions options, string folder)
{
    private const string Unhandled = "Unhandled exception.";

    private readonly List<string> _lines = [];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(ReportOptions.Usage);
            return 0;
        }

        DirectoryInfo scratch = Directory.CreateTempSubdirectory("ota-report-");
        try
        {
            return await new ReportBench(ReportOptions.Parse(args), scratch.FullName).RunAsync();
        }
        catch (BenchException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <returns>1 if a measurement failed; all others are in the table.</returns>
    private async Task<int> RunAsync()
    {
        ReportStep[] steps = [.. ReportStep.All.Where(step => options.Only?.Contains(step.Verb) != false)];
        await WriteAsync(
            $"# Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC",
            "",
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; {(options.IsQuick ? "quick sizes: it shows that all of it runs, and no figures" : "medians")}.");
        List<string> loads = [];
        bool isWhole = true;
        foreach ((int index, ReportStep step) in steps.Index())
        {
            string line = string.Join(' ', step.Arguments(options.IsQuick));
            if (index == 0 || steps[index - 1].Part != step.Part) await WriteAsync(["", $"### {step.Part}", "", .. ReportTable.Head]);
            await Console.Error.WriteLineAsync($"{index + 1} of {steps.Length}: {line}");
            string before = Load();
            long start = Stopwatch.GetTimestamp();
            isWhole &= await MeasureAsync(step, Path.Combine(folder, $"{index}.rows"));
            double minutes = Stopwatch.GetElapsedTime(start).TotalMinutes;
            loads.Add(string.Create(CultureInfo.InvariantCulture, $"* `{line}`: {minutes:F1} minutes, load average {before} before and {Load()} after"));
        }

        await WriteAsync(["", "### The sitting", "", .. loads]);
        return isWhole ? 0 : 1;
    }

    private async Task<bool> MeasureAsync(ReportStep step, string rows)
    {
        string? failure;
        try
        {
            failure = await StartAsync(step, rows);
        }
        catch (Exception e) when (e is not OutOfMemoryException) // One measurement that cannot begin does not end the others.
        {
            failure = e.Message;
        }

        IReadOnlyList<MeasuredRow> measured = Measured.Read(rows);
        await WriteAsync([.. ReportTable.Write(measured)]);
        if (failure is null && measured.Count == 0) failure = "it ended without a figure";
        if (failure is not null) await WriteAsync(ReportTable.WriteFailure($"`{string.Join(' ', step.Arguments(options.IsQuick))}`", failure));
        return failure is null;
    }

    /// <returns>What went wrong; null if nothing.</returns>
    private async Task<string?> StartAsync(ReportStep step, string rows)
    {
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll"), .. step.Arguments(options.IsQuick)];
        if (step.Verb == "mqtt" && options.Generator is { } generator) arguments.AddRange(["--mqttload", generator]);
        ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Measured.Variable] = rows;
        using Process process = Process.Start(start) ?? throw new BenchException($"{step.Verb} did not start.");
        string problem = "";
        process.OutputDataReceived += (_, line) => Show(line.Data);
        process.ErrorDataReceived += (_, line) => problem = ProblemOf(Show(line.Data), problem);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(step.Minutes));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return $"given up after {step.Minutes} minutes";
        }

        return process.ExitCode == 0 ? null : $"ended with {process.ExitCode}: {problem.Trim()}";

        // The exception's own line, not those of its stack; of other programs what they said last.
        static string ProblemOf(string? line, string before)
        {
            if (line is null || before.Contains(Unhandled, StringComparison.Ordinal)) return before;
            return line;
        }

        static string? Show(string? line)
        {
            if (string.IsNullOrWhiteSpace(line)) return null;
            Console.Error.WriteLine($"    {line}");
            return line;
        }
    }

    // At once, so that what was measured is there if the report is ended in the middle.
    private async Task WriteAsync(params string[] lines)
    {
        _lines.AddRange(lines);
        foreach (string line in lines) Console.WriteLine(line);
        if (options.Out is { } file) await File.WriteAllTextAsync(file, $"{string.Join('\n', _lines)}\n");
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
