namespace Ota.Core.Bundles.Verification;

/// <summary>Where a full verification stands.</summary>
public abstract record FullResult
{
    private FullResult()
    {
    }

    /// <summary>Everything holds.</summary>
    /// <param name="Images">What shall be installed where; none if there is nothing to do.</param>
    public sealed record Verified(IReadOnlyList<AssignedImage> Images) : FullResult;

    /// <summary>Nothing may be installed, not even the images that are without fault: they belong together.</summary>
    /// <param name="Refusals">At least one.</param>
    public sealed record Refused(IReadOnlyList<Refusal> Refusals) : FullResult;

    /// <summary>The Image repository's set needs a delegated role first. If its file is refused, the verification has failed.</summary>
    /// <param name="File">Its file.</param>
    public sealed record Needs(WantedFile.Targets File) : FullResult;
}
