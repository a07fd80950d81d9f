using System.Data.Common;
using Dapper;
using Ota.Core.Bundles.Director;
using Ota.Server.Bundles.Director;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>What the vehicles of a page were told, and what was signed for those that were told anything.</summary>
internal sealed class ToldPage
{
    private static readonly Told Nothing = new([], null);

    private readonly Dictionary<string, Told> _told = [];

    public static async Task<ToldPage> ReadAsync(Database database, DbConnection connection, IEnumerable<string> vids, CancellationToken stop)
    {
        ToldPage page = new();
        string assignments = $"SELECT {AssignmentRow.Columns} FROM director_assignments WHERE {database.IsIn("vid", "@list")} ORDER BY vid, number DESC";
        await using (BulkSelect rows = await database.BeginSelectAsync(connection, assignments, [new("list", database.ListOf(vids))], stop))
        {
            // Row by row: of a vehicle that was told more than counts, the rest is passed over and never in memory.
            while (await rows.ReadAsync(stop)) page.Add(rows);
        }

        if (page._told.Count > 0) await page.AddFilesAsync(database, connection, stop);
        return page;
    }

    public (IReadOnlyList<AssignmentRow> History, DirectorFiles? Files) Of(string vid)
    {
        Told told = _told.GetValueOrDefault(vid, Nothing);
        return (told.History, told.Files);
    }

    private void Add(BulkSelect row)
    {
        string vid = row.Text(0);
        if (!_told.TryGetValue(vid, out Told? told)) _told[vid] = told = new Told([], null);
        if (told.History.Count == VehicleFacts.MostLookedAt) return;
        told.History.Add(new AssignmentRow
        {
            Vid = vid,
            Number = row.Number(1),
            Time = row.Number(2),
            Operator = row.CommonText(3),
            Bundle = row.CommonText(4),
            Images = row.Text(5),
        });
    }

    // Of a signed file the first line says what counts here; the rest may be long, and there may be a million of them.
    private async Task AddFilesAsync(Database database, DbConnection connection, CancellationToken stop)
    {
        string sql = $"SELECT vid, assignment, substr(targets, 1, 200) FROM director_files WHERE {database.IsIn("vid", "@list")}";
        CommandDefinition command = new(sql, new { list = database.ListOf(_told.Keys) }, cancellationToken: stop);
        foreach ((string vid, long assignment, string targets) in await connection.QueryAsync<(string, long, string)>(command))
        {
            if (FileText.TryRead(targets) is not { } head) continue;
            DirectorFiles files = new() { Assignment = assignment, Targets = head, Snapshot = head, Timestamp = head };
            _told[vid] = _told[vid] with { Files = files };
        }
    }

    private sealed record Told(List<AssignmentRow> History, DirectorFiles? Files);
}
