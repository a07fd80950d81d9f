using System.Text.Json;
using Grpc.Core;
using Ota.Simulator.Check;
using Ota.V1;

namespace Ota.Simulator.Demo.Books;

/// <summary>Asks the server for a rollout over gRPC, as any client of an operator does.</summary>
internal sealed class BooksReader(ServerConnection server, string rollout)
{
    private const int RowsAtOnce = 1000;

    private readonly Rollouts.RolloutsClient _rollouts = new(server.Calls);

    /// <returns>Null while the server is away.</returns>
    public async Task<Rollout?> TryReadAsync(CancellationToken stop)
    {
        try
        {
            return await _rollouts.GetRolloutAsync(new GetRolloutRequest { Name = rollout }, server.Options(stop));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }

    /// <exception cref="RpcException">The server could not answer.</exception>
    public async Task<RolloutBooks> ReadAsync(CancellationToken stop)
    {
        List<BookRow> rows = [];
        ListInstallsRequest request = new() { Name = rollout, PageSize = RowsAtOnce };
        do
        {
            ListInstallsResponse page = await _rollouts.ListInstallsAsync(request, server.Options(stop));
            rows.AddRange(page.Installs.Select(install => new BookRow(install.Vid, Word(install.State))));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Rollout now = await _rollouts.GetRolloutAsync(new GetRolloutRequest { Name = rollout }, server.Options(stop));
        return new RolloutBooks(now.Population, Count(now), rows);
    }

    public static Dictionary<string, long> Count(Rollout rollout) => rollout.Waves.SelectMany(wave => wave.States)
        .GroupBy(one => Word(one.State)).ToDictionary(group => group.Key, group => group.Sum(one => one.Vehicles));

    private static string Word(InstallState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
