using Ota.Cli.Connection;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Vehicles of a rollout, page after page.</summary>
internal static class InstallList
{
    /// <returns>Whether there are more.</returns>
    /// <exception cref="CliException">A call failed.</exception>
    public static Task<bool> ReadAsync(Session session, ListInstallsRequest request, int limit, Action<IReadOnlyList<Install>> take) =>
        Paging.ReadAsync(
            limit,
            async (size, token) =>
            {
                ListInstallsRequest part = new(request) { PageSize = size, PageToken = token };
                ListInstallsResponse page = await session.CallAsync("Listing vehicles", options => session.Rollouts.ListInstallsAsync(part, options));
                return (page.Installs, page.NextPageToken);
            },
            take);
}
