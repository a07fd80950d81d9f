using System.CommandLine;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Connection;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>`ota vehicles claim`.</summary>
internal static class ClaimCommand
{
    private const int PartSize = 1000;
    private const int DefaultDays = 90;
    private const int MostDays = 365;
    private const int MaxShown = 20;

    public static Command Create(Verbs verbs)
    {
        Argument<string[]> vehicles = new("VEHICLE") { Description = "VINs or vids, as many as needed.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> file = new("--file") { HelpName = "FILE", Description = "Takes VINs or vids from a file, one a line; - is standard input." };
        Option<string?> to = new("--out") { HelpName = "FILE", Description = "Writes the claims to a new file that only its owner can read, not to standard output." };
        Option<int> days = new("--days")
        {
            HelpName = "N",
            Description = $"How long the claims are good, 1 to {MostDays} days; {DefaultDays} unless given.",
            DefaultValueFactory = _ => DefaultDays,
            CustomParser = result => NumberArgument.Parse(result, "--days", 1, MostDays),
        };
        Option<string> purpose = VehicleArgument.Purpose();
        Command command = new("claim", "Makes claims by which vehicles enrol, each good once. A vehicle's earlier unused claim ends.") { vehicles, file, to, days, purpose };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is not null == result.GetResult(vehicles) is { Tokens.Count: > 0 })
                result.AddError("Give vehicles or --file, one of the two.");
        });
        verbs.SetAction(command, async (given, session) =>
        {
            string[] asked = given.GetValue(file) is { } path ? Read(path, session.Around) : given.GetRequiredValue(vehicles);
            CreateClaimsRequest common = new()
            {
                Purpose = given.GetRequiredValue(purpose),
                Lifetime = new Duration { Seconds = 86_400L * given.GetValue(days) },
            };
            List<CreateClaimsResponse.Types.Result> results = [];
            foreach (string[] part in asked.Chunk(PartSize))
            {
                CreateClaimsRequest request = new(common) { Vehicles = { part.Select(KeyOf) } };
                results.AddRange((await session.CallAsync("Making claims", options => session.Enrolment.CreateClaimsAsync(request, options))).Results);
            }

            Write(session, given.GetValue(to), asked, results);
        });
        return command.WithExamples(
            "ota vehicles claim --file vins.txt --out claims.csv",
            "ota vehicles claim WVWZZZ1KZ6W000001 --days 7 --purpose 'control unit replaced, case 4711'");
    }

    private static string[] Read(string path, Surroundings around)
    {
        using TextReader lines = FleetFile.Open(path, around);
        List<string> found = [];
        while (lines.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } text) found.Add(text);
        }

        return [.. found];
    }

    // What is neither goes as a VIN, whose problem the server names in its place.
    private static VehicleKey KeyOf(string text) =>
        Core.Vehicles.Vid.TryParse(text) is { } vid ? new VehicleKey { Vid = vid.Value } : new VehicleKey { Vin = text };

    private static void Write(Session session, string? path, string[] asked, List<CreateClaimsResponse.Types.Result> results)
    {
        (string Asked, CreateClaimsResponse.Types.Result Result)[] all = [.. asked.Zip(results)];
        StringBuilder csv = new("vehicle,vid,claim\n");
        foreach ((string vehicle, CreateClaimsResponse.Types.Result result) in all.Where(one => one.Result.Claim.Length > 0))
            csv.Append(vehicle).Append(',').Append(result.Vid).Append(',').Append(result.Claim).Append('\n');
        if (path is not null)
            Save(path, csv.ToString());
        else if (session.Format is OutputFormat.Json)
            JsonOutput.WriteList(session.Around.Out, "claims", results);
        else
            session.Around.Out.Write(csv.ToString());
        string[] problems = [.. all.Where(one => one.Result.Problem.Length > 0).Select(one => $"{one.Asked}: {one.Result.Problem}")];
        session.Say($"{all.Length - problems.Length} claims made{(path is null ? "" : $" and written to {path}")}; they are not shown again.");
        if (problems.Length == 0) return;
        string[] more = problems.Length > MaxShown ? [$"And {problems.Length - MaxShown} more."] : [];
        throw new CliException(ExitCode.Refused, [.. problems.Take(MaxShown), .. more]);
    }

    private static void Save(string path, string csv)
    {
        try
        {
            PrivateFile.Write(path, Encoding.UTF8.GetBytes(csv));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Refused($"{path} cannot be written ({e.Message}); run again with another --out: that replaces the claims.");
        }
    }
}
