using System.Net;
using Ota.Server.Settings;

namespace Ota.Server.Hosting;

/// <summary>Where the server keeps its files, where it listens and how it stops.</summary>
internal sealed record HostingOptions
{
    public static readonly Setting[] Settings =
    [
        new("data", "DIR", "Folder of the server's state; made if it is not there.", "required"),
        new("dev", "", "Also listens without TLS on loopback: console http 8080, gRPC 8081, MQTT 1883. Never for service.", "off"),
        new("address", "IP", "Address of the TLS ports.", "every address of the machine"),
        new("https-port", "PORT", "Port of HTTPS and gRPC over TLS. 0, here and below, is any free port.", "8443"),
        new("mqtts-port", "PORT", "Port of MQTT over TLS, for vehicles that have enrolled; closed with --broker.", "8883"),
        new("http-port", "PORT", "Loopback port of /healthz, /readyz and /metrics; with --dev also of the console.", "none; with --dev 8080"),
        new("grpc-port", "PORT", "Loopback port of gRPC without TLS. Needs --dev.", "none; with --dev 8081"),
        new("mqtt-port", "PORT", "Loopback port of MQTT without TLS, open to everyone on this machine. Needs --dev.", "none; with --dev 1883"),
        new("max-connections", "N", "Connections held at once over all ports; more are closed at once.", "10000"),
        new("drain-seconds", "SECONDS", "How long calls in progress may go on after SIGTERM.", "20"),
        new("log-format", "text|json", "Form of the log on stderr, one line per event.", "text"),
    ];

    public string Data { get; init; } = "";

    public bool Dev { get; init; }

    /// <summary>Null is every address.</summary>
    public IPAddress? Address { get; init; }

    public int HttpsPort { get; init; } = 8443;

    /// <summary>Null: does not listen. The same for the ports below.</summary>
    public int? MqttsPort { get; init; } = 8883;

    public int? HttpPort { get; init; }

    public int? GrpcPort { get; init; }

    public int? MqttPort { get; init; }

    public int MaxConnections { get; init; } = 10_000;

    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    public bool JsonLog { get; init; }

    public static HostingOptions From(SettingValues values)
    {
        bool dev = values.Switch("dev");
        HostingOptions defaults = new();
        HostingOptions options = new()
        {
            Data = DataFrom(values),
            Dev = dev,
            Address = AddressFrom(values),
            HttpsPort = values.Port("https-port") ?? defaults.HttpsPort,
            MqttsPort = EmbeddedPort(values, values.Port("mqtts-port") ?? defaults.MqttsPort),
            HttpPort = values.Port("http-port") ?? (dev ? 8080 : null),
            GrpcPort = DevPort(values, "grpc-port", dev, 8081),
            MqttPort = EmbeddedPort(values, DevPort(values, "mqtt-port", dev, 1883)),
            MaxConnections = values.Number("max-connections", 1, 1_000_000, "connections") ?? defaults.MaxConnections,
            Drain = values.Number("drain-seconds", 0, 3600, "seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.Drain,
            JsonLog = values.Choice("log-format", ["text", "json"]) == "json",
        };
        options.RefuseSharedPorts(values);
        return options;
    }

    private static string DataFrom(SettingValues values)
    {
        if (values.Text("data") is { } data) return Path.GetFullPath(data);
        values.Problem("data", "name the folder that keeps the server's state, as in --data /var/lib/ota.");
        return "";
    }

    private static IPAddress? AddressFrom(SettingValues values)
    {
        if (values.Text("address") is not { } text) return null;
        if (IPAddress.TryParse(text, out IPAddress? address)) return address;
        values.Problem("address", $"\"{text}\" is not an IP address; use one of this machine's, such as 127.0.0.1.");
        return null;
    }

    private static int? DevPort(SettingValues values, string name, bool dev, int normal)
    {
        int? port = values.Port(name);
        if (!dev && values.Has(name))
            values.Problem(name, "this port has no TLS and opens with --dev only; add --dev or leave the setting out.");
        return dev ? port ?? normal : null;
    }

    // With a broker of another make vehicles have one door, and it is there, whatever port a start script names for ours.
    private static int? EmbeddedPort(SettingValues values, int? port) => values.Has("broker") ? null : port;

    private void RefuseSharedPorts(SettingValues values)
    {
        (string Name, int? Port)[] ports =
        [
            ("https-port", HttpsPort), ("mqtts-port", MqttsPort),
            ("http-port", HttpPort), ("grpc-port", GrpcPort), ("mqtt-port", MqttPort),
        ];
        foreach (var same in ports.Where(p => p.Port > 0).GroupBy(p => p.Port).Where(g => g.Count() > 1))
            values.Problem(same.Last().Name, $"port {same.Key} is also that of --{same.First().Name}; give each its own.");
    }
}
