using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Staging;

/// <summary>What the register knows of vehicles, as far as manifests are held against it. Each question reads a table once.</summary>
internal sealed class KnownVehicles(Database database)
{
    /// <summary>Those hardware ids that an ECU of some vehicle has.</summary>
    public Task<IReadOnlySet<string>> HardwareAsync(IReadOnlyCollection<string> ids, CancellationToken stop) =>
        AskAsync($"SELECT DISTINCT hardware_id FROM ecus WHERE {database.IsIn("hardware_id", "@list")}", ids, stop);

    /// <summary>Those digests of images that are or were installed somewhere, or that belong to a bundle that was published.</summary>
    public async Task<IReadOnlySet<string>> ImagesAsync(IReadOnlyCollection<string> digests, CancellationToken stop)
    {
        IReadOnlySet<string> ofBundles = await AskAsync(
            $"""
            SELECT DISTINCT i.sha256 FROM bundle_images i JOIN bundles b ON b.number = i.bundle
            JOIN changes c ON c.subject = 'bundles/' || b.digest AND c.kind = 'bundle' AND c.state = 'published'
            WHERE {database.IsIn("i.sha256", "@list")}
            """,
            digests,
            stop);
        IReadOnlySet<string> installed = await AskAsync(
            $"""
            SELECT digest FROM ecus WHERE {database.IsIn("digest", "@list")}
            UNION SELECT previous_digest FROM ecus WHERE {database.IsIn("previous_digest", "@list")}
            """,
            [.. digests.Where(digest => !ofBundles.Contains(digest))],
            stop);
        return ofBundles.Concat(installed).ToHashSet();
    }

    /// <summary>Those RXSWINs that some vehicle has.</summary>
    public Task<IReadOnlySet<string>> RxswinsAsync(IReadOnlyCollection<string> rxswins, CancellationToken stop) =>
        AskAsync($"SELECT DISTINCT rxswin FROM vehicle_rxswins WHERE {database.IsIn("rxswin", "@list")}", rxswins, stop);

    private async Task<IReadOnlySet<string>> AskAsync(string sql, IReadOnlyCollection<string> values, CancellationToken stop)
    {
        if (values.Count == 0) return new HashSet<string>();
        await using DbConnection connection = await database.ConnectAsync(stop);
        object list = new { list = database.ListOf(values) };
        return (await connection.QueryAsync<string>(new CommandDefinition(sql, list, cancellationToken: stop))).ToHashSet();
    }
}
