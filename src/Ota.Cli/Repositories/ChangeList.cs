using Ota.Cli.Connection;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Changes of the Image repository, page after page.</summary>
internal static class ChangeList
{
    /// <returns>At most so many, the newest first, and whether there are more.</returns>
    /// <exception cref="CliException">The call failed.</exception>
    public static Task<(List<Change> Found, bool HasMore)> ReadAsync(Session session, bool isOpenOnly, int limit) => Paging.ReadAsync<Change>(limit, async (size, token) =>
    {
        ListChangesRequest request = new() { OpenOnly = isOpenOnly, PageSize = size, PageToken = token };
        ListChangesResponse page = await session.CallAsync("Listing changes", options => session.Repository.ListChangesAsync(request, options));
        return (page.Changes, page.NextPageToken);
    });
}
