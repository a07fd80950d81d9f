using Ota.Bench.Mqtt;

namespace Ota.Bench.Report;

/// <summary>The command line of the verb.</summary>
internal sealed record ReportOptions
{
    public const string Usage = """
        Runs every measurement of bench/README.md, one after the other, and prints its tables: ours, the peer in the same run, their ratio,
        the goal and what limits the row. A measurement that fails has a row that says so. Leave the machine alone meanwhile.

          --quick            small sizes: whether all of it runs, not figures; without it about an hour on two quiet cores
          --only LIST        of the verbs: rpc, mqtt, micro, artifacts, staging, telemetry, telemetry-store, director, vehicles, rollouts
          --out FILE         writes them there, too
          --mqttload DIR     folder of mqttload.c; without it ../shared/tools/mqttload beside the repository
        """;

    public bool IsQuick { get; init; }

    public string[]? Only { get; init; }

    public string? Out { get; init; }

    public string? Generator { get; init; }

    public static ReportOptions Parse(string[] args)
    {
        ReportOptions options = new();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { IsQuick = true },
                "--only" => options with { Only = Verbs(Value(args, ref i)) },
                "--out" => options with { Out = Value(args, ref i) },
                "--mqttload" => options with { Generator = Value(args, ref i) },
                _ => throw new BenchException($"{args[i]} is not an option of this verb; --help lists them."),
            };
        }

        return options;
    }

    private static string[] Verbs(string list)
    {
        string[] chosen = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return chosen.Except(ReportStep.All.Select(step => step.Verb)).FirstOrDefault() is { } wrong
            ? throw new BenchException($"--only does not know {wrong}; --help lists the verbs.")
            : chosen;
    }

    private static string Value(string[] args, ref int i) => ++i < args.Length ? args[i] : throw new BenchException($"{args[i - 1]} needs a value.");
}
