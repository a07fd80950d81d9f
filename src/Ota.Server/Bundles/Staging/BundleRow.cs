using Ota.Server.Bundles.Repository;

namespace Ota.Server.Bundles.Staging;

/// <summary>A bundle as it stands in the database, with what its change says of it. Times are Unix milliseconds.</summary>
internal sealed record BundleRow
{
    public long Number { get; init; }

    public string Digest { get; init; } = "";

    public string Title { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Whose targets file it goes into.</summary>
    public string Role { get; init; } = "";

    /// <summary>As it was published: ASCII. Empty where only a list was asked for.</summary>
    public string Manifest { get; init; } = "";

    public string Creator { get; init; } = "";

    public long Created { get; init; }

    public long? Withdrawn { get; init; }

    public string WithdrawalReason { get; init; } = "";

    public string Withdrawer { get; init; } = "";

    /// <summary>The change that stages it, unless that was dropped; null for a draft.</summary>
    public string? Change { get; init; }

    public string? ChangeState { get; init; }

    public long? Staged { get; init; }

    public long Signatures { get; init; }

    public long Threshold { get; init; }

    /// <summary>The change that takes its images out.</summary>
    public string? WithdrawalChange { get; init; }

    public bool IsPublished => ChangeState == RepositoryWords.Of(V1.ChangeState.Published);

    public V1.BundleState State => Withdrawn is not null ? V1.BundleState.Withdrawn
        : Change is null ? V1.BundleState.Draft
        : IsPublished ? V1.BundleState.Staged
        : V1.BundleState.AwaitingSignatures;
}
