using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Core;
using Ota.Simulator.Check;
using Ota.Simulator.Fleet.Making;
using Ota.Simulator.Verbs;
using Ota.V1;

namespace Ota.Simulator.Fleet.Enrolling;

/// <summary>
/// Enrols the vehicles of plant.jsonl: an operator makes their claims by VIN, each vehicle trades its claim for a certificate. A vehicle
/// whose files are there is left alone, so that a run that was cut goes on.
/// </summary>
internal sealed class EnrolRun(ServerConnection asOperator, ServerConnection asAnybody, string folder, string purpose, int atOnce, TimeProvider time)
{
    private const int ClaimsAtOnce = 1000;
    private const string DoneFile = "enrolled.csv";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Enrolment.EnrolmentClient _claims = new(asOperator.Calls);
    private readonly Enrolment.EnrolmentClient _vehicles = new(asAnybody.Calls);
    private int _done;

    /// <summary>Vehicles whose files are written.</summary>
    public int Done => Volatile.Read(ref _done);

    private string Target => Path.Combine(folder, "vehicles");

    /// <returns>What is in the way of some vehicles, by line; empty if all are enrolled.</returns>
    /// <exception cref="RpcException">The server could not answer.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(Target);
        HashSet<int> known = Known();
        _done = known.Count;
        List<string> problems = [];
        using StreamReader plant = File.OpenText(Path.Combine(folder, PlantFile.Name));
        await using StreamWriter done = File.AppendText(Path.Combine(folder, DoneFile));
        foreach ((PlantVehicle Vehicle, int Line)[] part in PlantFile.Read(plant).Select((vehicle, i) => (vehicle, i + 1))
            .Where(one => !known.Contains(one.Item2)).Chunk(ClaimsAtOnce))
        {
            CreateClaimsRequest request = new() { Purpose = purpose, Vehicles = { part.Select(one => new VehicleKey { Vin = one.Vehicle.Vin }) } };
            CreateClaimsResponse answer = await _claims.CreateClaimsAsync(request, asOperator.Options(stop));
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = atOnce, CancellationToken = stop };
            await Parallel.ForEachAsync(part.Zip(answer.Results), parallel, async (one, stopOne) =>
            {
                if (one.Second.Claim.Length == 0)
                {
                    lock (problems) problems.Add($"line {one.First.Line}: {one.Second.Problem}"); // By line: a VIN is personal data.
                    return;
                }

                await EnrolAsync(one.First.Vehicle, one.Second, stopOne);
                lock (done) done.WriteLine($"{one.First.Line},{one.Second.Vid}");
                Interlocked.Increment(ref _done);
            });
            await done.FlushAsync(stop);
        }

        return problems;
    }

    private async Task EnrolAsync(PlantVehicle vehicle, CreateClaimsResponse.Types.Result claim, CancellationToken stop)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string request = new CertificateRequest("CN=vehicle", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        EnrolResponse enrolled = await TryUntilLetInAsync(new EnrolRequest { Claim = claim.Claim, CertificateSigningRequest = request }, stop);
        string pem = key.ExportPkcs8PrivateKeyPem() + "\n";
        string file = Path.Combine(Target, enrolled.Vid);
        await PrivateFile.WriteAsync(file + ".json", JsonSerializer.Serialize(vehicle.Ecus, Form), stop);
        await PrivateFile.WriteAsync(file + ".key", pem, stop);
        // Certificate and key together, as `replay --certificates` takes them.
        await PrivateFile.WriteAsync(file + ".pem", $"{enrolled.CertificateChain.TrimEnd()}\n{pem}", stop);
    }

    // The server lets in so many a second; whoever is told to come later comes later.
    private async Task<EnrolResponse> TryUntilLetInAsync(EnrolRequest request, CancellationToken stop)
    {
        for (TimeSpan pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await _vehicles.EnrolAsync(request, asAnybody.Options(stop));
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
            {
                await Task.Delay(pause, time, stop);
            }
        }
    }

    private HashSet<int> Known()
    {
        string file = Path.Combine(folder, DoneFile);
        if (!File.Exists(file)) return [];
        HashSet<int> known = [];
        foreach (string line in File.ReadLines(file))
        {
            string[] fields = line.Split(',');
            bool isWhole = fields.Length == 2 && int.TryParse(fields[0], out int _) && File.Exists(Path.Combine(Target, fields[1] + ".pem"));
            if (isWhole) known.Add(int.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture));
        }

        return known;
    }
}
