using System.Globalization;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;

namespace Ota.Cli.Bundles.Verifying;

/// <summary>
/// Checks from a root that the caller trusts, as a vehicle does, that enough keys signed a bundle: its manifest and every image stand in
/// signed targets as the manifest has them.
/// </summary>
internal sealed class BundleVerification(IMetadataSource source)
{
    /// <returns>Each image with the role whose keys signed for it, the manifest first.</returns>
    /// <exception cref="CliException">Something is not signed, or not so.</exception>
    public async Task<IReadOnlyList<VerifiedImage>> RunAsync(byte[] root, byte[] manifestBytes, string digest, DateTimeOffset now)
    {
        if (BundleName.DigestOf(manifestBytes) != digest)
            throw CliException.Refused($"The manifest is not that of bundles/{digest}: its SHA-256 is another one.");
        Manifest manifest = ManifestCheck.Read(manifestBytes).Manifest
            ?? throw CliException.Refused("The manifest has problems, so this server or client is no match for it.");
        TrustedSet set = await RefreshAsync(root, now);
        TargetPath manifestPath = BundleName.PathOf(digest, manifest.Supplier);
        List<VerifiedImage> verified = [];
        (TargetEntry entry, string role, set) = await FindAsync(set, manifestPath, hardware: null);
        Compare(manifestPath, entry, new TargetEntry(manifestBytes.Length, FileHashes.Of(manifestBytes), null));
        verified.Add(new VerifiedImage(manifestPath, entry, role));
        foreach (ManifestImage image in manifest.Images)
        {
            foreach (HardwareId hardware in image.HardwareIds)
            {
                (entry, role, set) = await FindAsync(set, image.Path, hardware);
                Compare(image.Path, entry, image.ToEntry());
            }

            verified.Add(new VerifiedImage(image.Path, entry, role));
        }

        return verified;
    }

    private async Task<TrustedSet> RefreshAsync(byte[] root, DateTimeOffset now)
    {
        Refusal? refusal = RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, now, out TrustedSet? set);
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
            refusal = RefreshMachine.Apply(set!, wanted, await source.FindAsync(wanted.FileName, wanted.MaxBytes), out set);
        return refusal is null ? set! : throw CliException.Refused($"Not to be trusted: {refusal}");
    }

    private async Task<(TargetEntry Entry, string Role, TrustedSet Set)> FindAsync(TrustedSet set, TargetPath path, HardwareId? hardware)
    {
        while (true)
        {
            switch (TargetSearch.Find(set, path, hardware))
            {
                case SearchResult.Found found:
                    return (found.Entry, found.Chain.Role.Value, set);
                case SearchResult.Needs { File: var wanted }:
                    Refusal? refusal = RefreshMachine.Apply(set, wanted, await source.FindAsync(wanted.FileName, wanted.MaxBytes), out set);
                    if (refusal is not null) throw CliException.Refused($"Not to be trusted: {refusal}");
                    break;
                case SearchResult.Absent absent:
                    throw CliException.Refused($"Not signed: {absent.Sentence}");
            }
        }
    }

    private static void Compare(TargetPath path, TargetEntry signed, TargetEntry wanted)
    {
        if (signed.Length != wanted.Length || !signed.Hashes.Agree(wanted.Hashes))
            throw CliException.Refused($"{path} is signed with other content than the manifest has.");
        JsonObject custom = wanted.Custom ?? JsonObject.Empty;
        foreach ((string name, JsonValue value) in custom.Members)
        {
            if (signed.Custom?[name] is { } there && there.Equals(value)) continue;
            throw CliException.Refused(string.Create(CultureInfo.InvariantCulture, $"{path} is signed with another {name} than the manifest has."));
        }
    }
}
