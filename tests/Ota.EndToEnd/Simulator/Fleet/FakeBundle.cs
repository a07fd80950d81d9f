using System.Security.Cryptography;
using System.Text;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;

namespace Ota.EndToEnd.Simulator.Fleet;

/// <summary>A bundle for the ECUs of a made fleet, published in an Image repository with one key.</summary>
internal sealed class FakeBundle
{
    private static readonly DateTimeOffset Expires = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000);

    private readonly Dictionary<string, byte[]> _images = [];
    private readonly Dictionary<string, byte[]> _files = [];

    public FakeBundle(LocalSigner signer, int imageBytes)
    {
        string[] names = ["sim-gw", "sim-body", "sim-drive"];
        foreach (string name in names)
        {
            byte[] image = new byte[imageBytes];
            new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name)))).NextBytes(image);
            _images[name] = image;
        }

        byte[] source = Encoding.UTF8.GetBytes($$"""
            {
              "manifest": 1, "title": "Simulated fix", "version": "2.0", "markets": { "FR": ["fr"] },
              "images": [ {{string.Join(", ", names.Select(ImageText))}} ],
              "preconditions": { "parked": true, "minBatteryMillivolts": 12200 },
              "durationMinutes": { "expected": 20, "longest": 40 },
              "texts": { "fr": { "title": "t", "purpose": "p", "changes": "c", "duration": "20 min", "unavailable": "u", "instructions": "i", "manual": "m" } },
              "dossier": {
                "purpose": "p", "affectedSystems": ["gateway"], "typeApprovedSystems": ["gateway"],
                "affectsRequirements": { "answer": false, "reason": "r" }, "affectsParameters": { "answer": false, "reason": "r" },
                "safetyRelevant": { "answer": false, "reason": "r" }, "approval": { "state": "granted", "reference": "E1" },
                "execution": "e", "safetyEvidence": ["S"], "verification": ["V"]
              }
            }
            """);
        ManifestVerdict read = ManifestCheck.Read(source);
        read.Problems.Should().BeEmpty();
        byte[] manifest = BundleName.Publish(read.Manifest!);
        Digest = BundleName.DigestOf(manifest);
        ManifestPath = BundleName.PathOf(Digest, supplier: null);
        Publish(read.Manifest!, manifest, signer);
    }

    public string Digest { get; }

    public TargetPath ManifestPath { get; }

    /// <summary>A file below /repo by its name; null if there is none.</summary>
    public byte[]? Find(string file) => _files.GetValueOrDefault(file);

    /// <summary>What an ECU shall run.</summary>
    public (TargetPath Path, long Length, FileHashes Hashes) ImageFor(string hardware)
    {
        string name = hardware[..hardware.LastIndexOf('-')];
        return (TargetPath.TryParse($"{name}.bin")!.Value, _images[name].Length, FileHashes.Of(_images[name]));
    }

    public static byte[] RootOf(LocalSigner signer)
    {
        RoleKeys role = new([signer.Key.Id], 1);
        RootMetadata root = new()
        {
            Version = 1,
            Expires = Expires,
            Keys = new Dictionary<KeyId, TufKey> { [signer.Key.Id] = signer.Key },
            Roles = Enum.GetValues<MetadataRole>().ToDictionary(one => one, _ => role),
        };
        return Sign(root, signer);
    }

    private void Publish(Manifest manifest, byte[] bytes, LocalSigner signer)
    {
        Dictionary<TargetPath, TargetEntry> targets = manifest.Images.ToDictionary(image => image.Path, image => image.ToEntry());
        targets[ManifestPath] = new TargetEntry(bytes.Length, FileHashes.Of(bytes), null);
        byte[] file = Sign(new TargetsMetadata { Version = 1, Expires = Expires, Targets = targets }, signer);
        Dictionary<string, FileReference> files = new() { ["targets.json"] = FileReference.To(1, file) };
        byte[] snapshot = Sign(new SnapshotMetadata { Version = 1, Expires = Expires, Files = files }, signer);
        _files["1.root.json"] = RootOf(signer);
        _files["1.targets.json"] = file;
        _files["1.snapshot.json"] = snapshot;
        _files["timestamp.json"] = Sign(new TimestampMetadata { Version = 1, Expires = Expires, Snapshot = FileReference.To(1, snapshot) }, signer);
        foreach ((TargetPath path, TargetEntry entry) in targets)
        {
            byte[] content = path == ManifestPath ? bytes : _images[path.Value[..path.Value.IndexOf('.', StringComparison.Ordinal)]];
            foreach (string name in RepositoryFiles.Images(path, entry.Hashes)) _files[$"targets/{name}"] = content;
        }
    }

    private string ImageText(string name, int i) => $$"""
        { "path": "{{name}}.bin", "length": {{_images[name].Length}}, "sha256": "{{FileHashes.Of(_images[name]).Sha256}}",
          "sha512": "{{FileHashes.Of(_images[name]).Sha512}}", "version": "2.0", "hardwareIds": ["{{name}}-1", "{{name}}-2"],
          "releaseCounter": 2, "before": "any", "order": {{i + 1}} }
        """;

    private static byte[] Sign(RoleMetadata metadata, LocalSigner signer) =>
        MetadataDraft.Of(metadata, MetadataDialect.Tuf).SignedBy(signer).ToBytes();
}
