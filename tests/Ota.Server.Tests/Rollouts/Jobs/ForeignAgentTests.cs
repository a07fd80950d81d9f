using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Tests.Vehicles.Inventories;
using Ota.Payloads.V1;
using Ota.Server.Tests.Enrolment;
using Ota.Testing;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>An agent that shares no code with this product goes through a whole job over mutual TLS.</summary>
public sealed class ForeignAgentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_foreign_agent_is_offered_permitted_and_confirmed()
    {
        await using JobServer server = await JobServer.StartWithBrokerAsync();
        OtaServer host = server.Director.Server;
        Car car = await Car.EnrolAsync(host.Channel(host.Admin), host.Channel(), 1);
        (int exitCode, string output) = await PeerProcess.RunAsync(PeerProgram.PythonAgent(), Options(server, car));
        exitCode.Should().Be(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Should().Equal(
            "JOB", "STATUS_REPLY", "STATUS_REPLY", "STATUS_REPLY", "START_REPLY", "STATUS_REPLY", "STATUS_REPLY", "PROOF_REPLY", "PROOF_REPLY", "NO_JOB");
        output.Should().Contain("\"verdict\": \"VERDICT_CONFIRMED\"").And.Contain("\"reason\": \"ended\"");
        Install install = await server.InstallAsync();
        (install.State, install.Found!.Matches, install.BegunAt is not null).Should().Be((InstallState.Confirmed, true, true));
        string metrics = await server.Director.Http.GetStringAsync("/metrics");
        metrics.Should().Contain("ota_evidence_messages_total{outcome=\"stored\",type=\"ota\"}").And.Contain("ota_rollouts_start_requests_total{answer=\"go\"} 1");
    }

    private string Options(JobServer server, Car car)
    {
        File.WriteAllText(_folder["root.pem"], car.Enrolment.ServerRoot);
        File.WriteAllText(_folder["car.pem"], car.Enrolment.CertificateChain);
        File.WriteAllText(_folder["car.key"], car.Key.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(_folder["vehicle.protoset"], Descriptors(TelemetryReflection.Descriptor, InventoryReflection.Descriptor, ReportReflection.Descriptor, OfferReflection.Descriptor));
        return JsonSerializer.Serialize(new
        {
            port = server.Director.Server.Endpoints.GetProperty("mqtts").GetInt32(),
            tls = new[] { _folder["root.pem"], _folder["car.pem"], _folder["car.key"] },
            vid = server.Car.Value,
            descriptors = _folder["vehicle.protoset"],
            ecus = new[] { server.Gateway, server.Battery }.Select(Written),
        });
    }

    private object Written(SigningEcu ecu)
    {
        string key = _folder[$"{ecu.Serial}.key"];
        File.WriteAllText(key, ((ECDsa)ecu.Key!).ExportPkcs8PrivateKeyPem());
        return new { serial = ecu.Serial, hardware = ecu.Hardware, role = (int)ecu.Role, key, image = ecu.Image, version = ecu.Version, sha256 = ecu.Digest, length = 1000 };
    }

    // A FileDescriptorSet: its only field repeats the files.
    private static byte[] Descriptors(params FileDescriptor[] files)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            foreach (FileDescriptor file in files)
            {
                output.WriteTag(1, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(file.SerializedData);
            }
        }

        return stream.ToArray();
    }
}
