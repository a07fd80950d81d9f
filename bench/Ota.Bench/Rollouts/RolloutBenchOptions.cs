using System.Globalization;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Rollouts;

/// <summary>The command line of the verb.</summary>
internal sealed record RolloutBenchOptions
{
    public const string Creation = "creation";
    public const string Explain = "explain";
    public const string Full = "full";
    public const string Confirmed = "confirmed";

    public const string Usage = """
        Measures rollouts over made vehicles with three ECUs, on both cores. Each size and database has a process of its own with the whole
        server in it; the vehicles speak from inside that process, handler by handler, without network.

          creation   CreateRollout over gRPC: population frozen, verdicts, waves; seconds and memory
          explain    ExplainVehicle by VIN over gRPC, in the middle of a rollout: p50 and p99
          full       one rollout to its end in compressed time: five messages a vehicle, signed on the way
          confirmed  proofs to CONFIRMED beside the bare verification of the same signatures, in turn

          --measures LIST    of these; all without it
          --databases LIST   of sqlite and postgres; both without it
          --vehicles LIST    sizes of the register; 10000,100000 without it
          --full-to N        the largest size of which a full rollout is run; 100000 without it
          --proofs N         vehicles of confirmed; 20000 without it
          --rounds N         rounds of confirmed; 5 without it
          --calls N          calls of explain; 1000 without it
          --minutes N        a size that takes longer is given up; 15 without it
          --folder DIR       where the data goes, and stays; without it a temporary folder
        """;

    private static readonly string[] AllMeasures = [Creation, Explain, Full, Confirmed];
    private static readonly string[] AllDatabases = ["sqlite", "postgres"];

    private static readonly string[] Known =
        ["--measures", "--databases", "--vehicles", "--full-to", "--proofs", "--rounds", "--calls", "--minutes", "--folder"];

    public required IReadOnlyList<string> Measures { get; init; }

    public required IReadOnlyList<string> Databases { get; init; }

    public required IReadOnlyList<int> Vehicles { get; init; }

    public required int FullTo { get; init; }

    public required int Proofs { get; init; }

    public required int Rounds { get; init; }

    public required int Calls { get; init; }

    public required int Minutes { get; init; }

    public string? Folder { get; init; }

    public static RolloutBenchOptions Parse(string[] args)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!Known.Contains(args[i])) throw new BenchException($"{args[i]} is not an option of this verb; --help lists them.");
            if (i + 1 == args.Length) throw new BenchException($"{args[i]} needs a value.");
        }

        return new RolloutBenchOptions
        {
            Measures = List(args, "--measures", AllMeasures),
            Databases = List(args, "--databases", AllDatabases),
            Vehicles = [.. (Text(args, "--vehicles") ?? "10000,100000").Split(',').Select(text => Number("--vehicles", text, 5_000_000))],
            FullTo = Number(args, "--full-to", 100_000, 5_000_000),
            Proofs = Number(args, "--proofs", 20_000, 1_000_000),
            Rounds = Number(args, "--rounds", 5, 100),
            Calls = Number(args, "--calls", 1000, 1_000_000),
            Minutes = Number(args, "--minutes", 15, 600),
            Folder = Text(args, "--folder"),
        };
    }

    private static string[] List(string[] args, string name, string[] all)
    {
        if (Text(args, name) is not { } text) return all;
        string[] chosen = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return chosen.Except(all).FirstOrDefault() is { } wrong
            ? throw new BenchException($"{name} knows {string.Join(", ", all)}, but not {wrong}.")
            : chosen;
    }

    private static int Number(string[] args, string name, int otherwise, int most) => Text(args, name) is { } text ? Number(name, text, most) : otherwise;

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw new BenchException($"{name} takes whole numbers from 1 to {most}.");

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index ? args[index + 1] : null;
}
