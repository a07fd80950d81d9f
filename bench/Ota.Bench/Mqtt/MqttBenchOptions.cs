using System.Globalization;

namespace Ota.Bench.Mqtt;

/// <summary>The command line of the verb.</summary>
internal sealed record MqttBenchOptions
{
    public const string Usage = """
        Measures our MQTT broker and Debian's mosquitto, each on one core, with a load generator in C on the other.

          --rows LIST       groups of rows: streams, fleet, latency, connects, idle; all without it
          --match TEXT      only rows whose name has this in it
          --runs N          runs of each row and broker, of which the median is shown; 5 without it
          --seconds N       length of a run; 4 without it
          --brokers LIST    of ours, mosquitto and bare (a Kestrel handler that only answers); all without it
          --server [DLL]    for ours take Ota.Server --dev as a whole; without DLL the Release build of this repository
          --mqttload DIR    folder of mqttload.c; without it ../shared/tools/mqttload beside the repository
          --json FILE       also writes every run with the generator's full report
        """;

    private static readonly string[] Known = ["--rows", "--match", "--runs", "--seconds", "--brokers", "--server", "--mqttload", "--json"];

    public IReadOnlyList<string> Groups { get; init; } = MqttRows.Groups;

    public string Match { get; init; } = "";

    public int Runs { get; init; } = 5;

    public double Seconds { get; init; } = 4;

    public IReadOnlyList<string> Brokers { get; init; } = BrokerKind.All;

    /// <summary>Ota.Server.dll, or null for the broker alone.</summary>
    public string? Server { get; init; }

    public string GeneratorFolder { get; init; } = "";

    public string? JsonFile { get; init; }

    public static MqttBenchOptions Parse(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i].StartsWith('-') ? !Known.Contains(args[i]) : i == 0 || !args[i - 1].StartsWith('-'))
                throw new BenchException($"{args[i]} is not an option of this verb; --help lists them.");
        }
        MqttBenchOptions defaults = new();
        string root = Tools.RepositoryRoot();
        return new MqttBenchOptions
        {
            Groups = List(args, "--rows", MqttRows.Groups),
            Match = Value(args, "--match") ?? "",
            Runs = (int)Number(args, "--runs", defaults.Runs, 1, 100),
            Seconds = Number(args, "--seconds", defaults.Seconds, 0.1, 600),
            Brokers = List(args, "--brokers", BrokerKind.All),
            Server = ServerFrom(args, root),
            GeneratorFolder = Value(args, "--mqttload") ?? Path.GetFullPath(Path.Combine(root, "../shared/tools/mqttload")),
            JsonFile = Value(args, "--json"),
        };
    }

    private static string? ServerFrom(string[] args, string root)
    {
        int index = Array.IndexOf(args, "--server");
        if (index < 0)
            return null;
        bool isNamed = index + 1 < args.Length && !args[index + 1].StartsWith('-');
        string server = isNamed ? args[index + 1] : Path.Combine(root, "src/Ota.Server/bin/Release/net10.0/Ota.Server.dll");
        return File.Exists(server) ? server : throw new BenchException($"{server} is not there: dotnet build -c Release src/Ota.Server");
    }

    private static string[] List(string[] args, string name, string[] all)
    {
        if (Value(args, name) is not { } text || text == "all")
            return all;
        string[] chosen = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return chosen.Except(all).FirstOrDefault() is { } wrong
            ? throw new BenchException($"{name} knows {string.Join(", ", all)}, but not {wrong}.")
            : chosen;
    }

    private static double Number(string[] args, string name, double otherwise, double least, double most)
    {
        if (Value(args, name) is not { } text)
            return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw new BenchException($"{name} is a number from {least} to {most}.");
    }

    private static string? Value(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        if (index < 0)
            return null;
        return index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal)
            ? args[index + 1]
            : throw new BenchException($"{name} needs a value.");
    }
}
