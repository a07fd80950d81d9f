using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>The next version of a targets file, and who signed it so far.</summary>
internal sealed record ChangeRow
{
    public required string Id { get; init; }

    public required V1.ChangeKind Kind { get; init; }

    public required V1.ChangeState State { get; init; }

    /// <summary>"bundles/{digest}" or a role.</summary>
    public required string Subject { get; init; }

    /// <summary>Whose file it is.</summary>
    public required RoleName Role { get; init; }

    /// <summary>What it does; null in lists.</summary>
    public TargetsEdit? Edit { get; init; }

    /// <summary>"root", or the id of another change: they go live together or not at all. Empty: it stands alone.</summary>
    public string BoundTo { get; init; } = "";

    /// <summary>The file without signatures; null in lists, which would be large.</summary>
    public MetadataDraft? Draft { get; init; }

    public required long Version { get; init; }

    /// <summary>What is signed.</summary>
    public ReadOnlyMemory<byte> Payload => Draft?.BytesToSign ?? default;

    /// <summary>Whose signatures count.</summary>
    public required IReadOnlyList<KeyId> KeyIds { get; init; }

    public required int Threshold { get; init; }

    public IReadOnlyList<ChangeSignatureRow> Signatures { get; init; } = [];

    public required IReadOnlyList<string> Summary { get; init; }

    /// <summary>The operator's name.</summary>
    public required string Creator { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? PublishTime { get; init; }

    /// <summary>The name of a change as a resource.</summary>
    public string Name => $"changes/{Id}";

    /// <summary>The file with the signatures so far.</summary>
    public MetadataDraft Signed => Signatures.Aggregate(Draft!, (draft, one) => draft.With(one.Signature));
}
