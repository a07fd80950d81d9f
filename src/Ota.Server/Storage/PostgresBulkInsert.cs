using Npgsql;
using NpgsqlTypes;

namespace Ota.Server.Storage;

/// <summary>COPY in PostgreSQL's binary form.</summary>
internal sealed class PostgresBulkInsert : BulkInsert
{
    private readonly NpgsqlBinaryImporter _copy;
    private bool _isRowOpen;

    private PostgresBulkInsert(NpgsqlBinaryImporter copy) => _copy = copy;

    public static async Task<PostgresBulkInsert> BeginAsync(
        NpgsqlConnection connection, string table, IReadOnlyList<string> columns, CancellationToken stop) =>
        new(await connection.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", stop));

    public override void Write(string value)
    {
        OpenRow();
        _copy.Write(value, NpgsqlDbType.Text);
    }

    public override void Write(long value)
    {
        OpenRow();
        _copy.Write(value, NpgsqlDbType.Bigint);
    }

    public override void WriteNull()
    {
        OpenRow();
        _copy.WriteNull();
    }

    public override void EndRow() => _isRowOpen = false;

    public override async Task CompleteAsync(CancellationToken stop) => await _copy.CompleteAsync(stop);

    public override ValueTask DisposeAsync() => _copy.DisposeAsync();

    private void OpenRow()
    {
        if (_isRowOpen) return;
        _copy.StartRow();
        _isRowOpen = true;
    }
}
