using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Telemetry;

namespace Ota.EndToEnd.Privacy;

/// <summary>Vehicles that an operator imported by VIN and that enrolled; their certificates are a folder as the simulator takes it.</summary>
internal static class EnrolledFleet
{
    private const string Header = "vin,model,year,market,ecu.1.serial,ecu.1.hardware_id,ecu.1.role";

    /// <returns>The vids.</returns>
    public static async Task<IReadOnlyList<string>> MakeAsync(OtaTool ota, TelemetryServer server, IReadOnlyList<string> vins, string certificates)
    {
        ota.Write("fleet.csv", $"{Header}\n{string.Join('\n', vins.Select((vin, i) => $"{vin},e-Up,2021,DE,gw-{i},gw-9,primary"))}\n");
        ota.Write("vins.txt", string.Join('\n', vins));
        (await ota.RunAsync("vehicles", "import", "fleet.csv")).Should(0);
        (await ota.RunAsync("vehicles", "claim", "--file", "vins.txt", "--out", "claims.csv")).Should(0);
        Directory.CreateDirectory(certificates);
        using GrpcChannel anybody = server.Connect(isOperator: false);
        List<string> vids = [];
        foreach (string line in File.ReadLines(ota["claims.csv"]).Skip(1)) // VIN, vid, claim
            vids.Add(await EnrolAsync(new V1.Enrolment.EnrolmentClient(anybody), line.Split(',')[2], certificates));
        return vids;
    }

    private static async Task<string> EnrolAsync(V1.Enrolment.EnrolmentClient enrolment, string claim, string folder)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string request = new CertificateRequest("CN=vehicle", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        V1.EnrolResponse enrolled = await enrolment.EnrolAsync(new V1.EnrolRequest { Claim = claim, CertificateSigningRequest = request });
        await File.WriteAllTextAsync(Path.Combine(folder, enrolled.Vid + ".pem"), $"{enrolled.CertificateChain}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return enrolled.Vid;
    }
}
