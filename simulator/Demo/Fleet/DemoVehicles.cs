using System.Globalization;
using System.Text.Json;
using Ota.Simulator.Check;
using Ota.Simulator.Fleet.Enrolling;
using Ota.Simulator.Fleet.Making;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>
/// The vehicles: those of the recall, of which one has a weak link, and some beside them that replay recorded trips. Made by a plant,
/// enrolled by claims as real ones are.
/// </summary>
/// <param name="folder">Of the demonstration.</param>
/// <param name="recalled">How many are recalled.</param>
/// <param name="recorded">How many replay recordings.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoVehicles(DemoFolder folder, int recalled, int recorded, TimeProvider time)
{
    private const int ImageBytes = 65_536;
    private const int EnrolledAtOnce = 16;

    private readonly Dictionary<string, string> _vins = [];

    /// <summary>Vehicles of the recall but for the one with the weak link.</summary>
    public string Fleet => folder["fleet/vehicles"];

    public string Recorded => folder["fleet/recorded"];

    public string WeakLink => folder["fleet/weak-link"];

    /// <summary>The vid of the vehicle with the weak link.</summary>
    public string WeakVid { get; private set; } = "";

    /// <summary>The vid of one that replays a recording.</summary>
    public string RecordedVid { get; private set; } = "";

    /// <summary>Makes them as the plant does, and the list of the recall.</summary>
    public async Task MakeAsync(int seed, CancellationToken stop)
    {
        await FleetFiles.WriteAsync(folder["fleet"], recalled + recorded, seed, VedComposition.Models, ImageBytes, stop);
        IEnumerable<string> vins = Vins().Take(recalled);
        await folder.WriteAsync("recall.txt", string.Concat(vins.Select(vin => vin + "\n")), stop);
    }

    /// <summary>Each gets a certificate of its own.</summary>
    /// <exception cref="DemoException">Some did not.</exception>
    public async Task EnrolAsync(CancellationToken stop)
    {
        ServerAccess access = OperatorFile.Read(folder.Server);
        using ServerConnection asOperator = new(access);
        using ServerConnection asAnybody = new(access with { Certificate = null, Key = null, Token = null });
        EnrolRun run = new(asOperator, asAnybody, folder["fleet"], "first start of the demonstration", EnrolledAtOnce, time);
        IReadOnlyList<string> problems = await run.RunAsync(stop);
        if (problems.Count > 0) throw new DemoException($"{problems.Count} vehicles could not be enrolled: {problems[0]}");
        Divide();
    }

    /// <summary>The VIN of a vehicle, which only its plant and the register know.</summary>
    public string VinOf(string vid) => _vins[vid];

    // A vehicle has one connection, so whoever replays a recording or is run by the reference agent is no vehicle of the fleet.
    private void Divide()
    {
        string[] vins = [.. Vins()];
        Directory.CreateDirectory(Recorded);
        Directory.CreateDirectory(WeakLink);
        foreach (string line in File.ReadLines(folder["fleet/enrolled.csv"]))
        {
            string[] fields = line.Split(',');
            int number = int.Parse(fields[0], CultureInfo.InvariantCulture);
            string vid = fields[1];
            _vins[vid] = vins[number - 1];
            if (number > recalled)
            {
                Move(vid, Recorded);
                RecordedVid = vid;
            }

            if (number != 1) continue;
            WeakVid = vid;
            Move(vid, WeakLink);
        }
    }

    private void Move(string vid, string to)
    {
        foreach (string ending in new[] { ".json", ".key", ".pem" }) File.Move(Path.Combine(Fleet, vid + ending), Path.Combine(to, vid + ending));
    }

    private IEnumerable<string> Vins() => File.ReadLines(folder["fleet/fleet.jsonl"]).Select(line =>
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("vin").GetString()!;
    });
}
