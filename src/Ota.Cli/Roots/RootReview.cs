using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;
using Ota.Cli.Signing;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Roots;

/// <summary>Shows a root to people and to scripts: keys and thresholds of each role, who signed, what is missing.</summary>
internal sealed class RootReview(RootFile root, RootMetadata? previous, DateTimeOffset now)
{
    private static readonly MetadataRole[] Order = [MetadataRole.Root, MetadataRole.Targets, MetadataRole.Snapshot, MetadataRole.Timestamp];

    private readonly IReadOnlyList<string> _missing = RootCheck.Missing(root, previous, now);
    private readonly IReadOnlyList<string> _warnings = RootCheck.Warnings(root.Metadata);

    public void Write(OutputFormat format, Surroundings around)
    {
        if (format is OutputFormat.Json) JsonOutput.Write(around.Out, ToJson());
        else WriteTable(new TableOutput(around), around);
    }

    /// <summary>What somebody who is about to sign has to know, one line each.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{root.Path}: root version {root.Metadata.Version}, expires {Moments.WithDistance(root.Metadata.Expires.ToTimestamp(), now)}.");
        foreach (MetadataRole role in Order)
        {
            RoleKeys keys = root.Metadata.Roles[role];
            yield return string.Create(CultureInfo.InvariantCulture, $"  {RootEdit.NameOf(role)}: {keys.Threshold} of {keys.KeyIds.Count} keys");
            foreach (KeyId id in keys.KeyIds) yield return $"    {id}{Mark(role, id)}";
        }

        foreach ((TufKey key, _) in Leaving()) yield return $"    {key.Id} leaves the role root";
        foreach (string warning in _warnings) yield return warning;
    }

    private string Mark(MetadataRole role, KeyId id) =>
        previous is not null && !previous.Roles[role].KeyIds.Contains(id) ? " is new" : "";

    private IEnumerable<(TufKey Key, bool HasSigned)> Leaving() =>
        (previous?.Roles[MetadataRole.Root].KeyIds ?? [])
            .Where(id => !root.Metadata.Roles[MetadataRole.Root].KeyIds.Contains(id))
            .Select(id => previous!.Keys[id])
            .Select(key => (key, root.IsSignedBy(key)));

    private void WriteTable(TableOutput output, Surroundings around)
    {
        output.WriteFacts(
            "Root",
            [
                ("version", root.Metadata.Version.ToString(CultureInfo.InvariantCulture)),
                ("expires", Moments.WithDistance(root.Metadata.Expires.ToTimestamp(), now)),
                ("state", _missing.Count == 0 ? "complete" : "incomplete"),
            ]);
        output.WriteTable(["ROLE", "NEEDS", "KEY", "SCHEME", "SIGNED"], folded: 2, Order.SelectMany(Rows).Concat(Leaving().Select(LeavingRow)));
        foreach (string sentence in _missing.Concat(_warnings)) around.Out.WriteLine(Printable.Line(sentence));
        if (previous is null && root.Metadata.Version > 1)
            around.Out.WriteLine("Whether enough keys of the root before it signed is not known here: name that root with --previous.");
    }

    private IEnumerable<string[]> Rows(MetadataRole role) => root.Metadata.Roles[role].KeyIds.Select(id => (string[])
    [
        RootEdit.NameOf(role),
        string.Create(CultureInfo.InvariantCulture, $"{root.Metadata.Roles[role].Threshold} of {root.Metadata.Roles[role].KeyIds.Count}"),
        id.Value,
        root.Metadata.Keys.TryGetValue(id, out TufKey? key) ? KeyText.SchemeOf(key) : "unknown",
        role != MetadataRole.Root ? "" : SignedText(key),
    ]);

    private string SignedText(TufKey? key) =>
        key is not null && root.IsSignedBy(key) ? "yes"
        : key is not null && root.Draft.Signatures.Any(one => one.KeyId == key.Id) ? "INVALID"
        : "no";

    private static string[] LeavingRow((TufKey Key, bool HasSigned) one) =>
        ["root before", "", one.Key.Id.Value, KeyText.SchemeOf(one.Key), one.HasSigned ? "yes" : "no"];

    private JsonObject ToJson() => JsonObject.Of(
        ("version", new JsonInteger(root.Metadata.Version)),
        ("expireTime", new JsonText(Moments.Utc(root.Metadata.Expires.ToTimestamp()))),
        ("complete", new JsonBoolean(_missing.Count == 0)),
        ("missing", Texts(_missing)),
        ("warnings", Texts(_warnings)),
        ("roles", new JsonArray([.. Order.Select(RoleJson)])));

    private JsonValue RoleJson(MetadataRole role) => JsonObject.Of(
        ("name", new JsonText(RootEdit.NameOf(role))),
        ("threshold", new JsonInteger(root.Metadata.Roles[role].Threshold)),
        ("keys", new JsonArray([.. root.Metadata.Roles[role].KeyIds.Select(id => JsonObject.Of(
            ("keyId", new JsonText(id.Value)),
            ("signed", new JsonBoolean(root.Metadata.Keys.TryGetValue(id, out TufKey? key) && root.IsSignedBy(key)))))])));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => new JsonText(text))]);
}
