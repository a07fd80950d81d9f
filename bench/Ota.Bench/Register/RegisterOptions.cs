using System.Globalization;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Register;

/// <summary>The command line of the verb.</summary>
internal sealed record RegisterOptions
{
    public const string Usage = """
        Measures the register of vehicles through the real gRPC interface, the server on one core, client and database on the other:
        the import of many vehicles with three ECUs each, how long one is shown, and how long filters take.

          --databases LIST   of sqlite and postgres; both without it
          --vehicles N       vehicles to import; 1000000 without it
          --calls N          calls of GetVehicle; 2000 without it
          --server DLL       Ota.Server.dll; without it the Release build of this repository
          --folder DIR       where the data goes, and stays; without it a temporary folder
        """;

    private static readonly string[] All = ["sqlite", "postgres"];

    private static readonly string[] Known = ["--databases", "--vehicles", "--calls", "--server", "--folder"];

    public required IReadOnlyList<string> Databases { get; init; }

    public required int Vehicles { get; init; }

    public required int Calls { get; init; }

    public required string Server { get; init; }

    public string? Folder { get; init; }

    public static RegisterOptions Parse(string[] args)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!Known.Contains(args[i])) throw new BenchException($"{args[i]} is not an option of this verb; --help lists them.");
            if (i + 1 == args.Length) throw new BenchException($"{args[i]} needs a value.");
        }
        string server = Text(args, "--server") ?? Path.Combine(Tools.RepositoryRoot(), "src/Ota.Server/bin/Release/net10.0/Ota.Server.dll");
        if (!File.Exists(server)) throw new BenchException($"{server} is not there: dotnet build -c Release src/Ota.Server");
        string[] databases = Text(args, "--databases")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? All;
        if (databases.Except(All).FirstOrDefault() is { } wrong) throw new BenchException($"--databases knows sqlite and postgres, but not {wrong}.");
        return new RegisterOptions
        {
            Databases = databases,
            Vehicles = Number(args, "--vehicles", 1_000_000),
            Calls = Number(args, "--calls", 2000),
            Server = server,
            Folder = Text(args, "--folder"),
        };
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        if (Text(args, name) is not { } text) return otherwise;
        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new BenchException($"{name} is a whole number from 1 on.");
    }

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index ? args[index + 1] : null;
}
