using System.Data.Common;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Reads what belongs to the vehicles of one page.</summary>
internal sealed class PageQuery
{
    // Vehicles that lie so close are cheaper to find as a range, of which some rows are passed over, than one by one.
    private const int Closeness = 3;

    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly long[] _numbers;
    private readonly bool _isRange;
    private readonly KeyValuePair<string, object>[] _values;

    public PageQuery(Database database, DbConnection connection, IReadOnlyList<VehicleHead> page)
    {
        (_database, _connection) = (database, connection);
        _numbers = [.. page.Select(head => head.Number)];
        (long first, long last) = (_numbers[0], _numbers[^1]);
        _isRange = last - first < (long)Closeness * page.Count;
        _values = _isRange ? [new("first", first), new("last", last)] : [new("list", database.ListOf(_numbers))];
    }

    /// <summary>
    /// Reads rows whose first column is the vehicle's number, in an order that begins with it; the function gets the vehicle's place in the page.
    /// </summary>
    public async Task EachAsync(string columns, string table, string order, Action<BulkSelect, int> take, CancellationToken stop)
    {
        string condition = _isRange ? "vehicle BETWEEN @first AND @last" : _database.IsIn("vehicle", "@list");
        string sql = $"SELECT {columns} FROM {table} WHERE {condition} ORDER BY {order}";
        await using BulkSelect rows = await _database.BeginSelectAsync(_connection, sql, _values, stop);
        int place = 0;
        while (await rows.ReadAsync(stop))
        {
            long number = rows.Number(0);
            while (place < _numbers.Length && _numbers[place] < number) place++;
            if (place < _numbers.Length && _numbers[place] == number) take(rows, place);
        }
    }
}
