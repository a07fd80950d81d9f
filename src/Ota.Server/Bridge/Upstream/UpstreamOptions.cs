using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Settings;

namespace Ota.Server.Bridge.Upstream;

/// <summary>The broker of another make that vehicles connect to instead of ours, if there is one.</summary>
internal sealed record UpstreamOptions
{
    public static readonly Setting[] Settings =
    [
        new(
            "broker", "URL",
            "MQTT 5 broker that vehicles connect to, mqtts://HOST:PORT or mqtt://HOST:PORT, with USER@ before HOST if it asks for a password.",
            "none: the server is the broker"),
        new(
            "broker-ca", "FILE",
            "PEM file of the authorities that the broker's certificate may come from; /etc/ssl/certs/ca-certificates.crt for public ones.",
            "DIR/pki/root.crt"),
        new(
            "broker-cert", "FILE",
            "PEM certificate by which the broker knows this server.",
            "DIR/pki/broker-client.crt; with a user in --broker none"),
        new("broker-key", "FILE", "The key of --broker-cert, PEM.", "DIR/pki/broker-client.key; with a user in --broker none"),
        new("broker-password-file", "FILE", "File with the password of the user in --broker, and nothing else.", "none"),
    ];

    /// <summary>Null: there is none, the server is the broker.</summary>
    public string? Host { get; init; }

    public int Port { get; init; }

    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? PasswordFile { get; init; }

    public string? CaFile { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>How long the broker keeps messages for this server while it is away. Beyond it they are lost.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Bytes of a message at most, and messages that a link has not acknowledged: what the broker may make us hold is the product, about
    /// as much as the lane takes.
    /// </summary>
    public int MaxPacketSize { get; init; } = 512 * 1024;

    public ushort TelemetryWindow { get; init; } = 512;

    public ushort EvidenceWindow { get; init; } = 128;

    public bool IsOn => Host is not null;

    public static UpstreamOptions From(SettingValues values)
    {
        if (values.Text("broker") is not { } text) return Nothing(values);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("mqtt" or "mqtts") || url.Host.Length == 0
            || url.PathAndQuery is not ("" or "/") || url.Fragment.Length > 0)
        {
            values.Problem("broker", "not the address of a broker; use mqtts://HOST:PORT, or mqtt://HOST:PORT for one without TLS.");
            return new UpstreamOptions();
        }
        bool tls = url.Scheme == "mqtts";
        UpstreamOptions options = new()
        {
            Host = url.DnsSafeHost,
            Port = url.Port > 0 ? url.Port : tls ? 8883 : 1883,
            Tls = tls,
            User = url.UserInfo.Length > 0 ? Uri.UnescapeDataString(url.UserInfo.Split(':')[0]) : null,
            PasswordFile = FileIn(values, "broker-password-file"),
            CaFile = FileIn(values, "broker-ca"),
            CertificateFile = FileIn(values, "broker-cert"),
            KeyFile = FileIn(values, "broker-key"),
        };
        if (url.UserInfo.Contains(':'))
            values.Problem("broker", "carries a password, which would show in process lists; give the user only, and --broker-password-file.");
        options.Check(values);
        return options;
    }

    private static UpstreamOptions Nothing(SettingValues values)
    {
        foreach (Setting setting in Settings.Where(setting => values.Has(setting.Name)))
            values.Problem(setting.Name, "means nothing without --broker; give the broker's URL or leave this out.");
        return new UpstreamOptions();
    }

    private static string? FileIn(SettingValues values, string name)
    {
        if (values.Text(name) is not { } file) return null;
        if (!File.Exists(file)) values.Problem(name, $"{file} is not there or may not be read; name a file that this user can read.");
        return Path.GetFullPath(file);
    }

    private void Check(SettingValues values)
    {
        if ((User is null) != (PasswordFile is null))
            values.Problem("broker", "a user in the URL and --broker-password-file go together; give both or none.");
        if ((CertificateFile is null) != (KeyFile is null))
            values.Problem("broker-cert", "--broker-cert and --broker-key go together; give both or none.");
        if (!Tls && (CaFile ?? CertificateFile ?? KeyFile) is not null)
            values.Problem("broker", "mqtt:// has no TLS and takes no --broker-ca, --broker-cert or --broker-key; use mqtts:// or leave them out.");
        X509Certificate2Collection authorities = [];
        if (File.Exists(CaFile) && (!Loads(() => authorities.ImportFromPemFile(CaFile)) || authorities.Count == 0))
            values.Problem("broker-ca", $"{CaFile} is no PEM file of certificates; use one, such as /etc/ssl/certs/ca-certificates.crt.");
        if (File.Exists(CertificateFile) && File.Exists(KeyFile)
            && !Loads(() => X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile).Dispose()))
        {
            values.Problem("broker-cert", $"{CertificateFile} and {KeyFile} are not a certificate and its key in PEM; give two files that are.");
        }
    }

    private static bool Loads(Action load)
    {
        try
        {
            load();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
