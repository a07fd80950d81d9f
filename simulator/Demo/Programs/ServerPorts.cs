using System.Text.Json;

namespace Ota.Simulator.Demo.Programs;

/// <summary>Where the server listens, as it says itself in endpoints.json.</summary>
/// <param name="Https">HTTPS and gRPC.</param>
/// <param name="Mqtts">MQTT over TLS; 0 when vehicles have another broker.</param>
/// <param name="Http">Health and metrics, on loopback.</param>
internal sealed record ServerPorts(int Https, int Mqtts, int Http)
{
    public Uri Url => new($"https://localhost:{Https}");

    public static ServerPorts Read(string data)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "endpoints.json")));
        return new ServerPorts(Of("https"), Of("mqtts"), Of("http"));

        int Of(string name) => json.RootElement.TryGetProperty(name, out JsonElement port) ? port.GetInt32() : 0;
    }
}
