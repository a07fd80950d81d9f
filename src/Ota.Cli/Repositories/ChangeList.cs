using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Changes of the Image repository, page after page.</summary>
internal static class ChangeList
{
    private const int PageSize = 1000;

    /// <returns>At most so many, the newest first, and whether there are more.</returns>
    /// <exception cref="CliException">The call failed.</exception>
    public static async Task<(List<Change> Found, bool HasMore)> ReadAsync(Session session, bool isOpenOnly, int limit)
    {
        List<Change> found = [];
        ListChangesRequest request = new() { OpenOnly = isOpenOnly };
        do
        {
            request.PageSize = Math.Min(PageSize, limit - found.Count);
            ListChangesResponse page = await session.CallAsync("Listing changes", options => session.Repository.ListChangesAsync(request, options));
            if (page.NextPageToken.Length > 0 && (page.NextPageToken == request.PageToken || page.Changes.Count == 0))
                throw CliException.Refused("The server's list goes in circles; look into its log.");
            found.AddRange(page.Changes);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && found.Count < limit);
        return (found, request.PageToken.Length > 0);
    }
}
