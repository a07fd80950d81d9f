using System.Globalization;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Ingest;

/// <summary>The command line of the verb.</summary>
internal sealed record IngestOptions
{
    public const string Usage = """
        Measures telemetry end to end: batches of the simulator's recorded trips, published with QoS 1 to the whole server on one core,
        acknowledged when they are durable; and the same publishes into brokers that store nothing.

          --against LIST      of mosquitto, broker (ours, nothing stored), embedded, postgres, influx, victoria; all without it
          --runs N            runs of each, of which the median is shown; 3 without it
          --seconds N         length of a run at full load and of one at 80 % of it; 6 without it
          --connections N     connections; 1000 without it
          --window N          messages that a connection sends ahead of their acknowledgements; 1 without it
          --vehicles N        vehicles, each connection speaks for some; 10000 without it
          --cores N           cores of the server: 1, or 2, of which it then shares one with the generator; 1 without it
          --batch-seconds N   how much of a trip a batch holds; 10 without it
          --server DLL        Ota.Server.dll; without it the Release build of this repository
          --folder DIR        where the data goes; a temporary folder without it
        """;

    private static readonly string[] Known =
        ["--against", "--runs", "--seconds", "--connections", "--window", "--vehicles", "--cores", "--batch-seconds", "--server", "--folder"];

    public IReadOnlyList<string> Against { get; init; } = IngestKind.All;

    public int Runs { get; init; } = 3;

    public double Seconds { get; init; } = 6;

    public int Connections { get; init; } = 1000;

    public int Window { get; init; } = 1;

    public int Vehicles { get; init; } = 10_000;

    public int Cores { get; init; } = 1;

    public double BatchSeconds { get; init; } = 10;

    public required string Server { get; init; }

    public required string Recordings { get; init; }

    public string? Folder { get; init; }

    public int VehiclesEach => Math.Max(1, Vehicles / Connections);

    public static IngestOptions Parse(string[] args)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!Known.Contains(args[i])) throw new BenchException($"{args[i]} is not an option of this verb; --help lists them.");
            if (i + 1 == args.Length) throw new BenchException($"{args[i]} needs a value.");
        }
        string root = Tools.RepositoryRoot();
        string server = Text(args, "--server") ?? Path.Combine(root, "src/Ota.Server/bin/Release/net10.0/Ota.Server.dll");
        if (!File.Exists(server)) throw new BenchException($"{server} is not there: dotnet build -c Release src/Ota.Server");
        string[] against = Text(args, "--against")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? IngestKind.All;
        if (against.Except(IngestKind.All).FirstOrDefault() is { } wrong)
            throw new BenchException($"--against knows {string.Join(", ", IngestKind.All)}, but not {wrong}.");
        return new IngestOptions
        {
            Against = against,
            Runs = (int)Number(args, "--runs", 3, 1, 100),
            Seconds = Number(args, "--seconds", 6, 0.5, 600),
            Connections = (int)Number(args, "--connections", 1000, 1, 20_000),
            Window = (int)Number(args, "--window", 1, 1, 1000),
            Vehicles = (int)Number(args, "--vehicles", 10_000, 1, 1_000_000),
            Cores = (int)Number(args, "--cores", 1, 1, 2),
            BatchSeconds = Number(args, "--batch-seconds", 10, 1, 600),
            Server = server,
            Recordings = Path.Combine(root, "simulator/Recordings"),
            Folder = Text(args, "--folder"),
        };
    }

    private static double Number(string[] args, string name, double otherwise, double least, double most)
    {
        if (Text(args, name) is not { } text) return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new BenchException($"{name} is a number from {least} to {most}.");
    }

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index ? args[index + 1] : null;
}
