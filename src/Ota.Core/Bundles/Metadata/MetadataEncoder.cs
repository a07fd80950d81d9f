using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// Turns the model into signed parts. Stricter than <see cref="MetadataDecoder"/>: what is published must work for every client.
/// </summary>
public static class MetadataEncoder
{
    /// <summary>Writes a signed part.</summary>
    /// <param name="metadata">What it says.</param>
    /// <param name="dialect">How it is written.</param>
    /// <exception cref="ArgumentException">A version, time or threshold that no client could live with.</exception>
    public static JsonObject Encode(RoleMetadata metadata, MetadataDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(dialect);
        MetadataRules.Check(metadata);
        JsonObject body = metadata switch
        {
            RootMetadata root => WriteRoot(root),
            TimestampMetadata timestamp => Meta(JsonObject.Of(("snapshot.json", WriteReference(timestamp.Snapshot)))),
            SnapshotMetadata snapshot => Meta(Map(snapshot.Files, name => name, WriteReference)),
            TargetsMetadata targets => WriteTargets(targets),
            _ => throw new ArgumentException($"There is no role with {metadata.GetType().Name}.", nameof(metadata)),
        };
        List<KeyValuePair<string, JsonValue>> members = new(4 + body.Count + metadata.Extra.Count)
        {
            new("_type", new JsonText(dialect.TypeOf(metadata.Role))),
            new("spec_version", new JsonText(RoleMetadata.SpecVersion)),
            new("version", new JsonInteger(metadata.Version)),
            new("expires", new JsonText(MetadataFields.Write(metadata.Expires))),
        };
        members.AddRange(body.Members);
        members.AddRange(metadata.Extra.Members);
        return new JsonObject(members);
    }

    private static JsonObject WriteRoot(RootMetadata root) => JsonObject.Of(
        ("consistent_snapshot", new JsonBoolean(root.ConsistentSnapshot)),
        ("keys", WriteKeys(root.Keys)),
        ("roles", Map(root.Roles, MetadataDecoder.RootRoleName, role => JsonObject.Of(WriteRoleKeys(role)))));

    private static JsonObject WriteTargets(TargetsMetadata targets)
    {
        JsonObject body = JsonObject.Of(("targets", Map(targets.Targets, path => path.Value, WriteTarget)));
        return targets.Delegations is { } delegations ? body.With([new("delegations", WriteDelegations(delegations))]) : body;
    }

    private static JsonObject WriteTarget(TargetEntry target)
    {
        JsonInteger length = new(target.Length);
        JsonObject hashes = WriteHashes(target.Hashes);
        return target.Custom is { } custom
            ? JsonObject.Of(("length", length), ("hashes", hashes), ("custom", custom))
            : JsonObject.Of(("length", length), ("hashes", hashes));
    }

    private static JsonObject WriteDelegations(Delegations delegations) => JsonObject.Of(
        ("keys", WriteKeys(delegations.Keys)), ("roles", new JsonArray([.. delegations.Roles.Select(WriteRole)])));

    private static JsonObject WriteRole(DelegatedRole role)
    {
        List<(string, JsonValue)> members = [.. WriteRoleKeys(role.Keys)];
        members.Add(("name", new JsonText(role.Name.Value)));
        members.Add(("terminating", new JsonBoolean(role.Terminating)));
        members.Add(role.PathHashPrefixes.Count > 0
            ? ("path_hash_prefixes", Texts(role.PathHashPrefixes))
            : ("paths", Texts(role.Paths.Select(pattern => pattern.Value))));
        if (role.HardwareIds.Count > 0) members.Add(("hardwareIds", Texts(role.HardwareIds.Select(id => id.Value))));
        return JsonObject.Of([.. members]);
    }

    private static (string, JsonValue)[] WriteRoleKeys(RoleKeys role) =>
        [("keyids", Texts(role.KeyIds.Select(id => id.Value))), ("threshold", new JsonInteger(role.Threshold))];

    private static JsonObject WriteKeys(IReadOnlyDictionary<KeyId, TufKey> keys) => Map(keys, id => id.Value, key => key.Members);

    private static JsonObject WriteReference(FileReference file)
    {
        List<(string, JsonValue)> members = [("version", new JsonInteger(file.Version))];
        if (file.Length is { } length) members.Add(("length", new JsonInteger(length)));
        if (file.Hashes is { } hashes) members.Add(("hashes", WriteHashes(hashes)));
        return JsonObject.Of([.. members]);
    }

    private static JsonObject WriteHashes(FileHashes hashes)
    {
        (string, JsonValue)? sha256 = hashes.Sha256 is { } text256 ? ("sha256", new JsonText(text256)) : null;
        (string, JsonValue)? sha512 = hashes.Sha512 is { } text512 ? ("sha512", new JsonText(text512)) : null;
        return sha256 is { } one && sha512 is { } other ? JsonObject.Of(one, other) : JsonObject.Of((sha256 ?? sha512)!.Value);
    }

    private static JsonObject Meta(JsonObject files) => JsonObject.Of(("meta", files));

    private static JsonObject Map<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> map, Func<TKey, string> name, Func<TValue, JsonValue> write) =>
        new(map.Select(one => new KeyValuePair<string, JsonValue>(name(one.Key), write(one.Value))));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => new JsonText(text))]);
}
