using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>What the tests against a scripted server share: the server, a clock that stands still, and clients.</summary>
public abstract class ScriptedTest : IAsyncLifetime
{
    private readonly List<MqttClient> _clients = [];

    private protected ScriptedServer Server { get; } = new();

    private protected ScriptedServer Server311 { get; } = new(MqttProtocolVersion.V311);

    protected ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Server.Dispose();
        Server311.Dispose();
        foreach (MqttClient client in _clients)
            await client.DisposeAsync();
    }

    private protected MqttClientOptions Options(MqttProtocolVersion version = MqttProtocolVersion.V500) => new()
    {
        Port = (version == MqttProtocolVersion.V500 ? Server : Server311).Port,
        Version = version,
        ClientId = "me",
        Time = Time,
    };

    private protected MqttClient Create(MqttClientOptions options)
    {
        MqttClient client = new(options);
        _clients.Add(client);
        return client;
    }

    private protected async Task<(MqttClient Client, ScriptedConnection Connection)> ConnectAsync(
        ConnackPacket? connack = null, Func<MqttClientOptions, MqttClientOptions>? change = null, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        MqttClient client = Create(change?.Invoke(Options(version)) ?? Options(version));
        Task<ConnackPacket> connecting = client.ConnectAsync();
        ScriptedConnection connection = await (version == MqttProtocolVersion.V500 ? Server : Server311).WelcomeAsync(connack);
        await connecting.Soon();
        return (client, connection);
    }

    /// <summary>Comes back at once.</summary>
    private protected static MqttClientOptions Lasting(MqttClientOptions options) => options with
    {
        CleanStart = false,
        SessionExpiryInterval = 600,
        Reconnect = new ReconnectPolicy { InitialDelay = TimeSpan.Zero, MaximumDelay = TimeSpan.Zero },
    };
}
