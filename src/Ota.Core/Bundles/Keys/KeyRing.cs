namespace Ota.Core.Bundles.Keys;

/// <summary>The keys of one role, and what a list of signatures is worth to it.</summary>
/// <param name="keys">All keys that the delegating file lists, by id.</param>
/// <param name="role">The role's ids and threshold. Ids without a key are ignored.</param>
public sealed class KeyRing(IReadOnlyDictionary<KeyId, TufKey> keys, RoleKeys role)
{
    /// <summary>How many different keys must have signed.</summary>
    public int Threshold => role.Threshold;

    /// <summary>The different keys of the role, by fingerprint.</summary>
    public IReadOnlySet<string> Fingerprints =>
        role.KeyIds.Select(id => keys.GetValueOrDefault(id)?.Fingerprint).OfType<string>().ToHashSet();

    /// <summary>Checks signatures. A key counts once, under whatever ids it is listed and however often it signed (TUF 4.2).</summary>
    /// <param name="data">What was signed.</param>
    /// <param name="signatures">Signatures of any keys; those of others are ignored.</param>
    public SignatureTally Count(byte[] data, IReadOnlyList<KeySignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        HashSet<KeyId> ids = [.. role.KeyIds];
        HashSet<string> signers = [];
        bool lacksLibrary = false;
        foreach (KeySignature signature in signatures)
        {
            if (!ids.Contains(signature.KeyId) || keys.GetValueOrDefault(signature.KeyId) is not { } key) continue;
            SignatureVerdict verdict = key.Verify(data, signature.Value);
            if (verdict == SignatureVerdict.Valid) signers.Add(key.Fingerprint!);
            lacksLibrary |= verdict == SignatureVerdict.NoLibrary;
        }

        return new SignatureTally(signers.Count, Threshold, lacksLibrary);
    }
}
