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
    // Queries few enough not to matter, and so few vehicles in memory at once that the garbage collector has little to move.
    public const int Size = 1000;

    private const string Columns = "v.number, v.vid, v.model, v.year, v.market, v.status";

    public async IAsyncEnumerable<IReadOnlyList<VehicleHead>> ReadAsync(Selection selection, [EnumeratorCancellation] CancellationToken stop)
    {
        if (selection.Filter is null)
        {
            foreach (long[] numbers in selection.Numbers.Chunk(Size))
            {
                DynamicParameters list = new();
                list.Add("list", database.ListOf(numbers));
                yield return await QueryAsync(database.IsIn("v.number", "@list"), selection, list, stop);
            }

            yield break;
        }

        for (long after = 0; ;)
        {
            DynamicParameters parameters = new();
            parameters.Add("after", after);
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
        parameters.Add("except", selection.Except);
        string sql = $"SELECT {Columns} FROM vehicles v WHERE {condition}{except} ORDER BY v.number LIMIT {Size.ToString(CultureInfo.InvariantCulture)}";
        List<VehicleHead> page = [];
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using BulkSelect rows = await database.BeginSelectAsync(connection, sql, ValuesOf(parameters), stop);
        while (await rows.ReadAsync(stop))
        {
            page.Add(new VehicleHead(
                rows.Number(0), rows.Text(1), rows.CommonText(2), (int)rows.Number(3), rows.CommonText(4), (VehicleStatus)rows.Number(5)));
        }

        return page;
    }

    private static IEnumerable<KeyValuePair<string, object>> ValuesOf(DynamicParameters parameters) =>
        parameters.ParameterNames.Select(name => KeyValuePair.Create(name, parameters.Get<object>(name)));
}
