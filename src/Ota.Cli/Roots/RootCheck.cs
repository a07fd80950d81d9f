using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>What a root still needs before clients take it, a sentence each (TUF 5.3.4, 5.3.5, 5.3.10).</summary>
internal static class RootCheck
{
    /// <param name="root">The root.</param>
    /// <param name="previous">The published root before it; null if there is none or it is not at hand.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> Missing(RootFile root, RootMetadata? previous, DateTimeOffset now)
    {
        List<string> missing = [];
        RootMetadata metadata = root.Metadata;
        if (metadata.Expires <= now)
            missing.Add($"It expired at {Moments.Utc(metadata.Expires.ToTimestamp())}: begin it again with a later --expires.");
        if (!metadata.ConsistentSnapshot)
            missing.Add("Its member consistent_snapshot is not true, and all files here carry versions and hashes in their names: make the root with `ota root init`.");
        if (previous is not null && metadata.Version != previous.Version + 1)
            missing.Add(Say($"It has version {metadata.Version} and must have {previous.Version + 1}, the one after what is published: begin it again with `ota root rotate`."));
        AddQuorum(missing, root, metadata, "its own root keys");
        if (previous is not null) AddQuorum(missing, root, previous, Say($"the keys of root version {previous.Version}"));
        return missing;
    }

    /// <summary>What is allowed and not wise.</summary>
    public static IReadOnlyList<string> Warnings(RootMetadata root)
    {
        List<string> warnings = [];
        if (root.Roles[MetadataRole.Root].Threshold == 1)
            warnings.Add("One root key alone can replace all others: with a threshold of 2 or more, one stolen key is not enough.");
        foreach (TufKey key in root.Keys.Values)
        {
            string[] roles = [.. RootEdit.RolesOf(root, key).Select(RootEdit.NameOf)];
            if (roles.Length > 1) warnings.Add($"The key {key.Id} serves {string.Join(" and ", roles)}; Uptane asks for a key of its own for each role.");
        }

        return warnings;
    }

    private static void AddQuorum(List<string> missing, RootFile root, RootMetadata signers, string whose)
    {
        SignatureTally tally = root.Draft.Count(signers.RingOf(MetadataRole.Root));
        if (tally.IsMet) return;
        string open = tally.LacksLibrary ? " (signatures by Ed25519 count only where libcrypto 3 of OpenSSL is)" : "";
        missing.Add(Say($"{tally.Valid} of {tally.Threshold} signatures by {whose} are there{open}: sign with `ota root sign`."));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
