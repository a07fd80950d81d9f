using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Which artifacts a list request wants (AIP-158). Its token is the last name of the page before.</summary>
internal readonly record struct ArtifactPage(string After, int Size)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 1000;

    public static ArtifactPage Read(V1.ListArtifactsRequest request, Violations violations)
    {
        if (request.PageSize < 0) violations.Add("page_size", "Negative; use 0 for the default or a positive number.");
        if (request.PageToken.Length > 0 && !ArtifactTerms.IsSha256(request.PageToken))
            violations.Add("page_token", "Not a next_page_token of this method; start again without one.");
        return new ArtifactPage(request.PageToken, request.PageSize == 0 ? DefaultSize : Math.Min(request.PageSize, MaxSize));
    }
}
