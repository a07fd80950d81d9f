using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

internal static class RepositoryMessages
{
    public static V1.OnlineKey From(MetadataRole role, TufKey key) => new()
    {
        Role = RepositoryWords.Of(role),
        KeyId = key.Id.Value,
        Key = Encoding.ASCII.GetString(PublishedJson.Encode(key.Members)),
    };

    public static V1.Change From(ChangeRow change) => new()
    {
        Name = change.Name,
        Kind = change.Kind,
        State = change.State,
        Subject = change.Subject,
        Role = change.Role.Value,
        Version = change.Version,
        Payload = ByteString.CopyFrom(change.Payload.Span),
        KeyIds = { change.KeyIds.Select(key => key.Value) },
        Threshold = change.Threshold,
        Signatures =
        {
            change.Signatures.Select(one => new V1.ChangeSignature
            {
                KeyId = one.Signature.KeyId.Value, Submitter = $"operators/{one.Submitter}", SubmitTime = one.SubmitTime.ToTimestamp(),
            }),
        },
        Creator = $"operators/{change.Creator}",
        CreateTime = change.CreateTime.ToTimestamp(),
        Summary = { change.Summary },
        GoesLiveWith = change.BoundTo is "" or RepositoryWork.Root ? change.BoundTo : $"changes/{change.BoundTo}",
        PublishTime = change.PublishTime?.ToTimestamp(),
    };

    public static V1.RepositoryState From(V1.RepositoryKind kind, PublishedMemory memory)
    {
        V1.RepositoryState state = new() { Repository = kind };
        RootMetadata? root = kind == V1.RepositoryKind.Director ? memory.DirectorRoot : memory.Image.Root?.Metadata;
        if (root is null) return state;
        state.Roles.Add(From("root", root, root.Roles[MetadataRole.Root]));
        if (kind == V1.RepositoryKind.Director || memory.View is not { } view) return state;
        state.Roles.Add(From("timestamp", memory.Image.Timestamp!.Metadata, root.Roles[MetadataRole.Timestamp]));
        state.Roles.Add(From("snapshot", memory.Image.Snapshot!.Metadata, root.Roles[MetadataRole.Snapshot]));
        state.Roles.Add(From("targets", view.Targets, root.Roles[MetadataRole.Targets]));
        foreach (DelegatedRole role in memory.Image.Delegations.OrderBy(role => role.Name.Value, StringComparer.Ordinal))
        {
            V1.RepositoryRole shown = From(role.Name.Value, view.Delegated[role.Name], role.Keys);
            shown.Paths.Add(role.Paths.Select(path => path.Value));
            shown.Terminating = role.Terminating;
            state.Roles.Add(shown);
        }

        return state;
    }

    private static V1.RepositoryRole From(string name, RoleMetadata file, RoleKeys keys) => new()
    {
        Name = name,
        Version = file.Version,
        ExpireTime = file.Expires.ToTimestamp(),
        KeyIds = { keys.KeyIds.Select(key => key.Value) },
        Threshold = keys.Threshold,
        Targets = (file as TargetsMetadata)?.Targets.Count ?? 0,
    };
}
