using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Pki;

/// <summary>The server's own PKI in DIR/pki: root CA, server certificate, operators CA, fleet CA. Made at the first start.</summary>
internal sealed class ServerPki
{
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(7305);
    private static readonly TimeSpan ClientCaLifetime = TimeSpan.FromDays(3652);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(397);

    private readonly string _folder;
    private readonly PkiOptions _options;
    private readonly TimeProvider _time;

    private ServerPki(string folder, PkiOptions options, TimeProvider time)
    {
        _folder = folder;
        _options = options;
        _time = time;
    }

    public X509Certificate2 Root { get; private init; } = null!;

    public X509Certificate2 Server { get; private init; } = null!;

    public CertificateIssuer Operators { get; private init; } = null!;

    public CertificateIssuer Fleet { get; private init; } = null!;

    public ClientCertificateCheck ClientCheck => new(Root, [Operators.Certificate, Fleet.Certificate], _time);

    /// <summary>Loads the PKI, making what a first start, or a first start that was cut off, has not made.</summary>
    public static ServerPki Open(string dataFolder, PkiOptions options, TimeProvider time)
    {
        string folder = Path.Combine(dataFolder, "pki");
        Directory.CreateDirectory(folder);
        ServerPki files = new(folder, options, time);
        X509Certificate2 root = files.LoadOrMakeCa("root", key =>
            CertificateIssuer.SelfSign(CertificateProfile.Root(key), key, RootLifetime, time));
        CertificateIssuer rootIssuer = new(root, time);
        X509Certificate2 operators = files.LoadOrMakeCa("operators-ca", key =>
            rootIssuer.Issue(CertificateProfile.ClientCa("CN=OTA operators CA", key), ClientCaLifetime));
        X509Certificate2 fleet = files.LoadOrMakeCa("fleet-ca", key =>
            rootIssuer.Issue(CertificateProfile.ClientCa("CN=OTA fleet CA", key), ClientCaLifetime));
        return new ServerPki(folder, options, time)
        {
            Root = root,
            Server = files.LoadOrRenewServer("server", rootIssuer, ServerNames.ToExtension(options.ServerNames)),
            Operators = new CertificateIssuer(operators, time),
            Fleet = new CertificateIssuer(fleet, time),
        };
    }

    /// <summary>Whether a certificate that passed <see cref="ClientCheck"/> is a vehicle's and not an operator's.</summary>
    public bool IsOfFleet(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(Fleet.Certificate.SubjectName.RawData);

    /// <summary>Makes what a broker of another make needs to serve vehicles: its certificate, and the CA that it trusts.</summary>
    /// <param name="host">By what name the server reaches it; vehicles reach it by the configured ones.</param>
    public void MakeForBroker(string host)
    {
        LoadOrRenewServer("broker", new CertificateIssuer(Root, _time), ServerNames.ToExtension([host, .. _options.ServerNames]));
        string anchor = Path.Combine(_folder, "fleet-anchor.crt");
        if (File.Exists(anchor)) return; // Each one has another serial number and the same key.
        using X509Certificate2 made = Fleet.ToAnchor();
        DurableFile.WriteText(
            anchor, made.ExportCertificatePem() + "\n", DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>The certificate by which a broker knows this server. It is pinned there, so it is signed by itself and no CA vouches for it.</summary>
    public X509Certificate2 BrokerClient()
    {
        PemPair pair = PemPair.In(_folder, "broker-client");
        return pair.TryLoad() ?? pair.Make(key =>
            CertificateIssuer.SelfSign(CertificateProfile.Pinned("ota-server", key), key, ClientCaLifetime, _time));
    }

    private X509Certificate2 LoadOrMakeCa(string name, Func<ECDsa, X509Certificate2> sign)
    {
        PemPair pair = PemPair.In(_folder, name);
        // A CA is never replaced once its certificate exists: others depend on it. Then only a person can decide.
        if (pair.Exists)
        {
            return pair.TryLoad() ?? throw new StartException(
                $"{pair.KeyPath} is missing or is not the key of {pair.CertificatePath}: restore both files from a backup.");
        }

        return pair.Make(sign);
    }

    private X509Certificate2 LoadOrRenewServer(string name, CertificateIssuer issuer, X509Extension names)
    {
        PemPair pair = PemPair.In(_folder, name);
        X509Certificate2? present = pair.TryLoad();
        bool isGood = present is not null
            && present.NotAfter.ToUniversalTime() - _time.GetUtcNow().UtcDateTime >= RenewBefore
            && present.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Certificate.SubjectName.RawData)
            && ServerNames.AreIn(present, names);
        return isGood ? present! : pair.Make(key => issuer.Issue(CertificateProfile.Server(key, names), ServerLifetime));
    }
}
