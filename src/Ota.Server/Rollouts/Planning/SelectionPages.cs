using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Storage;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Goes through the vehicles of a selection in the order of their numbers, a page at a time.</summary>
internal sealed class SelectionPages(Database database)
{
    // Some megabytes with all that is read of each vehicle, and queries few enough not to matter.
    public const int Size = 4000;

    private const string Columns = "v.number, v.vid, v.model, v.year, v.market, v.status";

    public async IAsyncEnumerable<IReadOnlyList<VehicleHead>> ReadAsync(Selection selection, [EnumeratorCancellation] CancellationToken stop)
    {
        if (selection.Filter is null)
        {
            foreach (long[] numbers in selection.Numbers.Chunk(Size))
            {
                DynamicParameters list = new(new { list = database.ListOf(numbers), except = selection.Except });
                yield return await QueryAsync(database.IsIn("v.number", "@list"), selection, list, stop);
            }

            yield break;
        }

        for (long after = 0; ;)
        {
            DynamicParameters parameters = new(new { after, size = (long)Size, except = selection.Except });
            string condition = $"v.number > @after AND {FilterSql.Write(selection.Filter, database, parameters)}";
            IReadOnlyList<VehicleHead> page = await QueryAsync(condition, selection, parameters, stop);
            if (page.Count > 0) yield return page;
            if (page.Count < Size) yield break;
            after = page[^1].Number;
        }
    }

    private async Task<IReadOnlyList<VehicleHead>> QueryAsync(string condition, Selection selection, DynamicParameters parameters, CancellationToken stop)
    {
        string except = selection.Except == 0
            ? ""
            : " AND NOT EXISTS (SELECT 1 FROM installs x WHERE x.rollout = @except AND x.vehicle = v.number)";
        string sql = $"SELECT {Columns} FROM vehicles v WHERE {condition}{except} ORDER BY v.number LIMIT {Size.ToString(CultureInfo.InvariantCulture)}";
        List<VehicleHead> page = [];
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbDataReader reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: stop));
        while (await reader.ReadAsync(stop))
        {
            page.Add(new VehicleHead(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), (int)reader.GetInt64(3), reader.GetString(4),
                (VehicleStatus)reader.GetInt64(5)));
        }

        return page;
    }
}
