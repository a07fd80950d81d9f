using Npgsql;

namespace Ota.Server.Storage;

/// <summary>Rows as they come in from PostgreSQL.</summary>
internal sealed class PostgresBulkSelect : BulkSelect
{
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _rows;
    private readonly TextPool _pool = new();

    private PostgresBulkSelect(NpgsqlCommand command, NpgsqlDataReader rows) => (_command, _rows) = (command, rows);

    public static async Task<PostgresBulkSelect> BeginAsync(
        NpgsqlConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> values, CancellationToken stop)
    {
        NpgsqlCommand command = new(sql, connection);
        try
        {
            foreach ((string name, object value) in values) command.Parameters.AddWithValue(name, value);
            return new PostgresBulkSelect(command, await command.ExecuteReaderAsync(stop));
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    public override ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested(); // The driver looks only when it has to wait.
        return new ValueTask<bool>(_rows.ReadAsync(stop));
    }

    public override long Number(int column) => _rows.GetInt64(column);

    public override long? NumberOrNull(int column) => _rows.IsDBNull(column) ? null : _rows.GetInt64(column);

    public override string Text(int column) => _rows.GetString(column);

    public override string CommonText(int column) => _pool.Of(_rows.GetString(column));

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _command.DisposeAsync();
    }
}
