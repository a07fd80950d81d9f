using Google.Protobuf.Collections;
using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles;

/// <summary>The rows of a request stream, one by one, with their lines checked: without order nothing could be resumed.</summary>
internal sealed class ImportRows
{
    private const int MaxRowsPerMessage = 10_000;

    private readonly IAsyncStreamReader<V1.ImportVehiclesRequest> _stream;
    private RepeatedField<V1.ImportRow> _rows;
    private int _next;
    private long _line;

    private ImportRows(IAsyncStreamReader<V1.ImportVehiclesRequest> stream, V1.ImportVehiclesRequest first)
    {
        _stream = stream;
        _rows = first.Rows;
        First = first;
        CheckCount();
    }

    public V1.ImportVehiclesRequest First { get; }

    public static async Task<ImportRows> BeginAsync(IAsyncStreamReader<V1.ImportVehiclesRequest> stream, CancellationToken stop)
    {
        V1.ImportVehiclesRequest first = await stream.MoveNext(stop) ? stream.Current : new V1.ImportVehiclesRequest();
        Violations violations = new();
        if (!Token.IsValid(first.ImportId, Token.MaxLength)) violations.Add("import_id", $"Not an id of an import: {Token.Rule}.");
        violations.ThrowIfAny();
        return new ImportRows(stream, first);
    }

    public async Task<V1.ImportRow?> NextAsync(CancellationToken stop)
    {
        while (_next == _rows.Count)
        {
            if (!await _stream.MoveNext(stop)) return null;
            _rows = _stream.Current.Rows;
            _next = 0;
            CheckCount();
        }

        V1.ImportRow row = _rows[_next++];
        if (row.Line <= _line) Refuse("rows.line", $"Line {row.Line} comes after line {_line}; send lines from 1 on in ascending order.");
        _line = row.Line;
        return row;
    }

    private void CheckCount()
    {
        if (_rows.Count > MaxRowsPerMessage) Refuse("rows", $"More than {MaxRowsPerMessage} in one message; send several.");
    }

    private static void Refuse(string field, string sentence)
    {
        Violations violations = new();
        violations.Add(field, sentence);
        violations.ThrowIfAny();
    }
}
