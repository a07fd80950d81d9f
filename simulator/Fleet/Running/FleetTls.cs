using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt.Client;

namespace Ota.Simulator.Fleet.Running;

/// <summary>The certificates of vehicles from a folder: {vid}.pem has certificate and key, or {vid}.key has the key.</summary>
internal sealed class FleetTls
{
    private readonly string _folder;
    private readonly string _host;
    private readonly X509Certificate2Collection? _roots;

    // A vehicle connects many times, and reading keys is half of what that costs.
    private readonly ConcurrentDictionary<string, SslClientAuthenticationOptions> _known = new();

    /// <param name="folder">Where they are.</param>
    /// <param name="host">The name that the broker's certificate must have.</param>
    /// <param name="authority">PEM of the CA of the broker; null trusts those of this machine.</param>
    public FleetTls(string folder, string host, string? authority)
    {
        (_folder, _host) = (folder, host);
        if (authority is null) return;
        _roots = [];
        _roots.ImportFromPemFile(authority);
    }

    /// <returns>Null for a vehicle without a certificate: plain TCP, as to a broker for development.</returns>
    public SslClientAuthenticationOptions? Of(string vid)
    {
        string certificate = Path.Combine(_folder, vid + ".pem");
        string key = Path.Combine(_folder, vid + ".key");
        if (_known.TryGetValue(vid, out SslClientAuthenticationOptions? known)) return known;
        if (!File.Exists(certificate)) return null;
        return _known.GetOrAdd(
            vid, MqttClientTls.Create(_host, _roots, X509Certificate2.CreateFromPemFile(certificate, File.Exists(key) ? key : certificate)));
    }
}
