using System.Text;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>An edit as text, in the form that targets have: what comes in stands where it will stand.</summary>
internal static class TargetsEditText
{
    private const string Remove = "remove";
    private const string End = "endDelegation";

    public static string Write(TargetsEdit edit)
    {
        JsonObject extra = JsonObject.Of(
            (Remove, new JsonArray([.. edit.Remove.Select(path => new JsonText(path.Value))])), (End, new JsonText(edit.EndDelegation?.Value ?? "")));
        TargetsMetadata carrier = new()
        {
            Version = 1,
            Expires = DateTimeOffset.UnixEpoch,
            Targets = edit.Add,
            Delegations = edit.Delegate,
            Extra = extra,
        };
        return Encoding.UTF8.GetString(PublishedJson.Encode(MetadataEncoder.Encode(carrier, MetadataDialect.Tuf)));
    }

    /// <exception cref="InvalidDataException">Somebody changed it.</exception>
    public static TargetsEdit Read(string text)
    {
        JsonObject? members = StrictJson.TryRead(Encoding.UTF8.GetBytes(text), new JsonLimits(), out string? problem) as JsonObject;
        RoleMetadata? read = members is null ? null : MetadataDecoder.TryDecode(members, MetadataRole.Targets, MetadataDialect.Tuf, out problem);
        if (read is not TargetsMetadata carrier) throw new InvalidDataException($"A stored change cannot be read ({problem}): restore the database from a backup.");
        JsonArray removed = (JsonArray)carrier.Extra[Remove]!;
        return new TargetsEdit
        {
            Add = carrier.Targets,
            Remove = [.. removed.Items.Select(item => TargetPath.TryParse(((JsonText)item).Value)!.Value)],
            Delegate = carrier.Delegations,
            EndDelegation = RoleName.TryParse(((JsonText)carrier.Extra[End]!).Value),
        };
    }
}
