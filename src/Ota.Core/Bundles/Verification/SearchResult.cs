using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Verification;

/// <summary>Where the search for an image stands.</summary>
public abstract record SearchResult
{
    private SearchResult()
    {
    }

    /// <summary>The image is described.</summary>
    /// <param name="Entry">By this.</param>
    /// <param name="Chain">By this role.</param>
    public sealed record Found(TargetEntry Entry, DelegationChain Chain) : SearchResult;

    /// <summary>Nobody who may describes the image.</summary>
    /// <param name="Sentence">For people.</param>
    public sealed record Absent(string Sentence) : SearchResult;

    /// <summary>A delegated role has to be asked first. If its file is refused, the search has failed.</summary>
    /// <param name="File">Its file.</param>
    public sealed record Needs(WantedFile.Targets File) : SearchResult;
}
