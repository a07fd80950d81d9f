using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ota.Mqtt.Client;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Hosting;
using Ota.Server.Pki;
using Ota.Server.Storage;

namespace Ota.Server.Bridge.Upstream;

/// <summary>Makes MQTT clients that the broker knows as this server, also after its restart.</summary>
internal sealed class UpstreamClients
{
    private readonly UpstreamOptions _upstream;
    private readonly MqttClientOptions _options;
    private readonly string _id;

    public UpstreamClients(UpstreamOptions options, HostingOptions hosting, ServerPki pki, TimeProvider time)
    {
        _upstream = options;
        _id = IdIn(hosting.Data);
        _options = new MqttClientOptions
        {
            Host = options.Host!,
            Port = options.Port,
            Tls = options.Tls ? TlsFor(options, pki) : null,
            UserName = options.User,
            Password = options.PasswordFile is { } file ? Encoding.UTF8.GetBytes(File.ReadAllText(file).TrimEnd('\r', '\n')) : null,
            CleanStart = false,
            SessionExpiryInterval = (uint)options.SessionExpiry.TotalSeconds,
            KeepAlive = TimeSpan.FromSeconds(30),
            MaximumPacketSize = options.MaxPacketSize,
            Reconnect = new ReconnectPolicy { MaximumDelay = TimeSpan.FromSeconds(30) },
            Time = time,
        };
    }

    /// <summary>One that only sends.</summary>
    public MqttClient MakeForSending() => new(_options with { ClientId = $"{_id}-out" });

    public MqttClient Make(Lane lane) => new(_options with
    {
        ClientId = $"{_id}-{lane.Name}",
        ReceiveMaximum = lane is EvidenceLane ? _upstream.EvidenceWindow : _upstream.TelemetryWindow,
    });

    // Whoever comes with a client id gets its session, so nobody else may guess it.
    private static string IdIn(string data)
    {
        string path = Path.Combine(data, "broker-client-id");
        if (!File.Exists(path)) DurableFile.WriteText(path, $"ota-{RandomNumberGenerator.GetHexString(32, lowercase: true)}\n");
        return File.ReadAllText(path).Trim();
    }

    private static SslClientAuthenticationOptions TlsFor(UpstreamOptions options, ServerPki pki)
    {
        X509Certificate2Collection roots = [];
        if (options.CaFile is { } file)
        {
            roots.ImportFromPemFile(file);
        }
        else
        {
            roots.Add(pki.Root);
            pki.MakeForBroker(options.Host!);
        }
        X509Certificate2? own = options.CertificateFile is { } certificate
            ? X509Certificate2.CreateFromPemFile(certificate, options.KeyFile)
            : options.User is null ? pki.BrokerClient() : null;
        return MqttClientTls.Create(options.Host!, roots, own);
    }
}
