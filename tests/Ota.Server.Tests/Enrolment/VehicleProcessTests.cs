using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Hosting;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Enrolment;

/// <summary>The built server, our client and mosquitto's, over mutual TLS.</summary>
public sealed class VehicleProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_vehicle_enrols_and_publishes_also_after_a_restart_of_the_server()
    {
        Car car;
        using (ServerProcess server = ServerProcess.In(_folder["data"]))
        {
            JsonElement endpoints = await server.EndpointsAsync();
            using GrpcChannel admin = Connect(endpoints, isAdmin: true);
            using GrpcChannel anybody = Connect(endpoints, isAdmin: false);
            await new V1.Vehicles.VehiclesClient(admin).ImportAsync(Fleet.Rows(1));
            car = await Car.EnrolAsync(admin, anybody, 1);
            await PublishAsync(car, PortOf(endpoints));
            await server.SignalAsync("KILL");
            await server.ExitAsync();
        }

        using ServerProcess again = ServerProcess.In(_folder["data"]);
        int port = PortOf(await again.EndpointsAsync());
        await PublishAsync(car, port);
        File.WriteAllText(_folder["chain.pem"], car.Enrolment.CertificateChain);
        File.WriteAllText(_folder["leaf.pem"], car.Certificate.ExportCertificatePem());
        File.WriteAllText(_folder["car.key"], car.Key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder["root.pem"], car.Enrolment.ServerRoot);
        foreach (string certificate in new[] { "chain.pem", "leaf.pem" })
        {
            (int code, string output) = await MosquittoAsync(port, certificate, car.Vid, $"v1/{car.Vid}/up/tm");
            code.Should().Be(0, output);
        }

        (await MosquittoAsync(port, "leaf.pem", "somebody", $"v1/{car.Vid}/up/tm")).ExitCode.Should().NotBe(0);
        (await MosquittoAsync(port, "leaf.pem", car.Vid, "v1/somebody/up/tm")).Output.Should().Contain("Not authorized");
    }

    private static int PortOf(JsonElement endpoints) => endpoints.GetProperty("mqtts").GetInt32();

    private async Task PublishAsync(Car car, int port)
    {
        await using MqttClient client = new(Car.Options(_folder["data"], port, car.Certificate, car.Vid));
        await client.ConnectAsync().WaitAsync(Patience);
        PublishResult result = await client.PublishAsync($"v1/{car.Vid}/up/inv", new byte[9], MqttQos.AtLeastOnce).AsTask().WaitAsync(Patience);
        result.IsSuccess.Should().BeTrue();
        await client.DisconnectAsync();
    }

    private Task<(int ExitCode, string Output)> MosquittoAsync(int port, string certificate, string clientId, string topic) => PeerProcess.RunAsync(
        new PeerProgram("mosquitto_pub"),
        "-h", "localhost", "-p", $"{port}", "-V", "mqttv5", "-i", clientId, "-q", "1", "-t", topic, "-m", "x", "-d",
        "--cafile", _folder["root.pem"], "--cert", _folder[certificate], "--key", _folder["car.key"]);

    private GrpcChannel Connect(JsonElement endpoints, bool isAdmin)
    {
        string folder = Path.Combine(_folder["data"], "operators");
        string root = File.ReadAllText(Path.Combine(_folder["data"], "pki", "root.crt"));
        SslCredentials credentials = isAdmin
            ? new(root, new KeyCertificatePair(File.ReadAllText(Path.Combine(folder, "admin.crt")), File.ReadAllText(Path.Combine(folder, "admin.key"))))
            : new(root);
        return GrpcChannel.ForAddress(endpoints.GetProperty("urls").GetProperty("https").GetString()!, new GrpcChannelOptions { Credentials = credentials });
    }
}
