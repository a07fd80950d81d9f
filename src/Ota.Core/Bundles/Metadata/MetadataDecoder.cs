using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// Turns signed parts into the model. What the standard does not know is passed over, since it is signed and others may know it.
/// </summary>
public static class MetadataDecoder
{
    private static readonly HashSet<string> HeaderMembers = ["_type", "spec_version", "version", "expires"];
    private static readonly HashSet<string> RootMembers = [.. HeaderMembers, "consistent_snapshot", "keys", "roles"];
    private static readonly HashSet<string> MetaMembers = [.. HeaderMembers, "meta"];
    private static readonly HashSet<string> TargetsMembers = [.. HeaderMembers, "targets", "delegations"];

    /// <summary>Reads a signed part.</summary>
    /// <param name="signed">Anything.</param>
    /// <param name="role">The role that it should be of.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="problem">What is wrong, one sentence; null if nothing is.</param>
    /// <returns>The metadata, of the record that belongs to the role; null if there is a problem.</returns>
    public static RoleMetadata? TryDecode(JsonObject signed, MetadataRole role, MetadataDialect dialect, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        MetadataFields fields = new(signed, "signed");
        try
        {
            problem = null;
            CheckHeader(fields, dialect.TypeOf(role));
            return role switch
            {
                MetadataRole.Root => ReadRoot(fields),
                MetadataRole.Timestamp => ReadTimestamp(fields),
                MetadataRole.Snapshot => ReadSnapshot(fields),
                _ => ReadTargets(fields),
            };
        }
        catch (MalformedMetadataException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static void CheckHeader(MetadataFields fields, string type)
    {
        if (fields.Text("_type") != type) throw fields.Refuse("_type", $"\"{type}\"");
        string[] numbers = fields.Text("spec_version").Split('.');
        bool isKnown = numbers is ["1", _] or ["1", _, _] && numbers.All(number => number.Length > 0 && number.All(char.IsAsciiDigit));
        if (!isKnown) throw fields.Refuse("spec_version", "a version 1 of TUF such as 1.0.31");
    }

    private static RootMetadata ReadRoot(MetadataFields fields)
    {
        MetadataFields roles = fields.Fields("roles");
        return new RootMetadata
        {
            Version = fields.Integer("version", 1),
            Expires = fields.Time("expires"),
            Extra = fields.Members.Without(RootMembers),
            // Optional, TUF 4.3.
            ConsistentSnapshot = fields.Members["consistent_snapshot"] is not null && fields.Flag("consistent_snapshot"),
            Keys = ReadKeys(fields.Fields("keys")),
            Roles = Enum.GetValues<MetadataRole>().ToDictionary(role => role, role => ReadRoleKeys(roles.Fields(RootRoleName(role)))),
        };
    }

    private static TimestampMetadata ReadTimestamp(MetadataFields fields)
    {
        MetadataFields meta = fields.Fields("meta");
        if (meta.Members.Count != 1) throw fields.Refuse("meta", "an object with snapshot.json alone");
        return new TimestampMetadata
        {
            Version = fields.Integer("version", 1),
            Expires = fields.Time("expires"),
            Extra = fields.Members.Without(MetaMembers),
            Snapshot = ReadReference(meta.Fields("snapshot.json")),
        };
    }

    private static SnapshotMetadata ReadSnapshot(MetadataFields fields) => new()
    {
        Version = fields.Integer("version", 1),
        Expires = fields.Time("expires"),
        Extra = fields.Members.Without(MetaMembers),
        Files = fields.Fields("meta").Each().ToDictionary(file => file.Name, file => ReadReference(file.Value)),
    };

    private static TargetsMetadata ReadTargets(MetadataFields fields) => new()
    {
        Version = fields.Integer("version", 1),
        Expires = fields.Time("expires"),
        Extra = fields.Members.Without(TargetsMembers),
        Targets = fields.Fields("targets").Each().ToDictionary(
            target => TargetPath.TryParse(target.Name)
                ?? throw fields.Refuse("targets", $"with a usable path at {SignedName.Show(target.Name)}"),
            target => ReadTarget(target.Value)),
        Delegations = fields.FieldsIfAny("delegations") is { } delegations ? DelegationsDecoder.Read(delegations) : null,
    };

    private static TargetEntry ReadTarget(MetadataFields fields) => new(
        fields.Integer("length", 0),
        ReadHashes(fields.Fields("hashes")),
        fields.FieldsIfAny("custom")?.Members);

    private static FileReference ReadReference(MetadataFields fields) => new(
        fields.Integer("version", 1),
        fields.IntegerIfAny("length", 0),
        fields.FieldsIfAny("hashes") is { } hashes ? ReadHashes(hashes) : null);

    private static FileHashes ReadHashes(MetadataFields fields)
    {
        foreach ((string name, JsonValue value) in fields.Members.Members)
        {
            if (name is not ("sha256" or "sha512") || value is not JsonText)
                throw fields.Refuse(SignedName.Show(name), "a hash that can be checked");
        }

        return FileHashes.TryMake((fields.Members["sha256"] as JsonText)?.Value, (fields.Members["sha512"] as JsonText)?.Value)
            ?? throw fields.Refuse("sha256", "64 lower-case hexadecimal digits (or of sha512 128)");
    }

    internal static Dictionary<KeyId, TufKey> ReadKeys(MetadataFields fields)
    {
        Dictionary<KeyId, TufKey> keys = [];
        foreach ((string name, MetadataFields value) in fields.Each())
        {
            TufKey key = TufKey.TryRead(value.Members) ?? throw fields.Refuse(SignedName.Show(name), "a key");
            if (key.Id.Value != name) throw fields.Refuse(SignedName.Show(name), $"named as it computes, {key.Id}"); // TUF 4.3
            keys.Add(key.Id, key);
        }

        return keys;
    }

    internal static RoleKeys ReadRoleKeys(MetadataFields fields)
    {
        List<string> names = fields.List("keyids", item => (item as JsonText)?.Value, "an array of key ids");
        KeyId[] ids = [.. names.Select(name => KeyId.TryParse(name) ?? throw fields.Refuse("keyids", "an array of key ids"))];
        if (ids.Distinct().Count() != ids.Length) throw fields.Refuse("keyids", "an array that lists each key once");
        return new RoleKeys(ids, (int)Math.Min(fields.Integer("threshold", 1), int.MaxValue));
    }

    // The names of the roles in a root are the same in every dialect; only _type differs.
    internal static string RootRoleName(MetadataRole role) => MetadataDialect.Tuf.TypeOf(role);
}
