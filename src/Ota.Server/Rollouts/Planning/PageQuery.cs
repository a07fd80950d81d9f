using System.Data.Common;
using Dapper;
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
    private readonly object _range;
    private readonly object _list;

    public PageQuery(Database database, DbConnection connection, IReadOnlyList<VehicleHead> page)
    {
        (_database, _connection) = (database, connection);
        _numbers = [.. page.Select(head => head.Number)];
        (long first, long last) = (_numbers[0], _numbers[^1]);
        _isRange = last - first < (long)Closeness * page.Count;
        _range = new { first, last };
        _list = _isRange ? "" : database.ListOf(_numbers);
    }

    /// <summary>
    /// Reads rows whose first column is the vehicle's number, in an order that begins with it; the function gets the vehicle's place in the page.
    /// </summary>
    public async Task EachAsync(string columns, string table, string order, Action<DbDataReader, int> take, CancellationToken stop)
    {
        string condition = _isRange ? "vehicle BETWEEN @first AND @last" : _database.IsIn("vehicle", "@list");
        string sql = $"SELECT {columns} FROM {table} WHERE {condition} ORDER BY {order}";
        object values = _isRange ? _range : new { list = _list };
        await using DbDataReader reader = await _connection.ExecuteReaderAsync(new CommandDefinition(sql, values, cancellationToken: stop));
        int place = 0;
        while (await reader.ReadAsync(stop))
        {
            long number = reader.GetInt64(0);
            while (place < _numbers.Length && _numbers[place] < number) place++;
            if (place < _numbers.Length && _numbers[place] == number) take(reader, place);
        }
    }
}
