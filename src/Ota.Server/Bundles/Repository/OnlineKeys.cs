using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Repository;

/// <summary>
/// The keys that the server signs with, in DIR/keys, made at the first start. What they vouch for is short-lived, and roots that people
/// sign say that they count; nothing here can sign a root or the Image repository's targets.
/// </summary>
internal sealed class OnlineKeys : IDisposable
{
    private static readonly (V1.RepositoryKind Kind, MetadataRole Role)[] Held =
    [
        (V1.RepositoryKind.Image, MetadataRole.Snapshot),
        (V1.RepositoryKind.Image, MetadataRole.Timestamp),
        (V1.RepositoryKind.Director, MetadataRole.Targets),
        (V1.RepositoryKind.Director, MetadataRole.Snapshot),
        (V1.RepositoryKind.Director, MetadataRole.Timestamp),
    ];

    private readonly Dictionary<(V1.RepositoryKind Kind, MetadataRole Role), SignerPool> _signers;

    public OnlineKeys(HostingOptions hosting)
    {
        string folder = Path.Combine(hosting.Data, "keys");
        Directory.CreateDirectory(folder);
        DurableFile.FlushFolder(hosting.Data);
        _signers = Held.ToDictionary(held => held, held => Open(Path.Combine(folder, FileOf(held.Kind, held.Role))));
    }

    /// <summary>The fingerprints of all of them.</summary>
    public IEnumerable<string> Fingerprints => _signers.Values.Select(signer => signer.Key.Fingerprint!);

    public ISigner For(V1.RepositoryKind kind, MetadataRole role) => _signers[(kind, role)];

    public void Dispose()
    {
        foreach (SignerPool signer in _signers.Values) signer.Dispose();
    }

    /// <summary>The roles of a repository that the server signs for.</summary>
    public static IEnumerable<MetadataRole> RolesOf(V1.RepositoryKind kind) => Held.Where(held => held.Kind == kind).Select(held => held.Role);

    private static string FileOf(V1.RepositoryKind kind, MetadataRole role) => $"{RepositoryWords.Of(kind)}-{RepositoryWords.Of(role)}.pem";

    private static SignerPool Open(string path)
    {
        if (!File.Exists(path))
        {
            using LocalSigner made = LocalSigner.Create(KeyScheme.EcdsaP256Sha256);
            DurableFile.WriteText(path, made.ToPem(null));
        }

        return new SignerPool(File.ReadAllText(path), path);
    }
}
