using System.Globalization;
using System.Text;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// Lines on their way out, in one buffer that is used again and again: adding a point allocates nothing. Points of one vehicle and time
/// that follow each other share a line.
/// </summary>
internal sealed class LineBatch
{
    private const long MaxTimeMs = long.MaxValue / 1_000_000; // InfluxDB keeps nanoseconds.
    private const int NumberBytes = 32; // Of any number, with its sign, exponent and suffix.

    private static readonly byte[] Head = Encoding.UTF8.GetBytes(LineDialect.Measurement + ",vid=");

    private readonly LineDialect _dialect;
    private readonly int _maxLines;
    private readonly byte[] _buffer;
    private int _end;
    private int _lineStart;
    private string? _openVid;
    private long _openTimeMs;

    /// <param name="dialect">How the receiver wants its lines.</param>
    /// <param name="maxLines">Lines after which the batch is full.</param>
    /// <param name="maxBytes">Bytes after which the batch is full; room for one point at least is added.</param>
    public LineBatch(LineDialect dialect, int maxLines, int maxBytes)
    {
        _dialect = dialect;
        _maxLines = maxLines;
        int longestPoint = (((2 * dialect.MaxName) + dialect.MaxText) * LineText.MaxBytesPerChar) + Head.Length + (4 * NumberBytes);
        _buffer = new byte[maxBytes + longestPoint];
    }

    public int Lines { get; private set; }

    public int Points { get; private set; }

    /// <summary>Whole lines once <see cref="Close"/> was called.</summary>
    public ReadOnlySpan<byte> Content => _buffer.AsSpan(0, _end);

    public void Clear() => (_end, Lines, Points, _openVid) = (0, 0, 0, null);

    /// <summary>Adds a point or says why it is left out.</summary>
    /// <returns>False when there is no room: the point belongs into the next batch.</returns>
    public bool TryAdd(in TelemetryPoint point, out LeftOut leftOut)
    {
        leftOut = Judge(point);
        if (leftOut != LeftOut.No) return true;
        int chars = point.Vid.Length + point.Signal.Length + point.Value.Text.Length + 2;
        int most = Head.Length + NumberBytes + (chars * LineText.MaxBytesPerChar);
        if (_end + most + (2 * NumberBytes) > _buffer.Length) return false;
        bool sameLine = _openVid is not null && point.TimeMs == _openTimeMs && _openVid == point.Vid
            && _end - _lineStart + most < _dialect.MaxLine;
        if (!sameLine && Lines >= _maxLines) return false;
        if (!sameLine) Close();
        int start = _end;
        if ((sameLine ? Put((byte)',') : PutHead(point.Vid)) && PutName(point.Signal))
        {
            PutValue(point.Value);
            Opened(point, sameLine, start);
            return true;
        }
        _end = start;
        leftOut = LeftOut.BadName;
        return true;
    }

    /// <summary>Ends the last line; a later point begins another.</summary>
    public void Close()
    {
        if (_openVid is null) return;
        _openVid = null;
        Put((byte)' ');
        _openTimeMs.TryFormat(_buffer.AsSpan(_end), out int written, provider: CultureInfo.InvariantCulture);
        _end += written;
        Put((byte)'\n');
    }

    private LeftOut Judge(in TelemetryPoint point)
    {
        if (point.TimeMs is < 0 or > MaxTimeMs) return LeftOut.BadTime;
        if (LineText.LooksLikeVin(point.Vid)) return LeftOut.LooksLikeVin;
        if (point.Vid.Length > _dialect.MaxName || point.Signal.Length > _dialect.MaxName) return LeftOut.BadName;
        return point.Value.Kind switch
        {
            PointKind.Double when !double.IsFinite(point.Value.Double) => LeftOut.NotFinite,
            PointKind.Single when !float.IsFinite(point.Value.Single) => LeftOut.NotFinite,
            PointKind.Text when LineText.LooksLikeVin(point.Value.Text) => LeftOut.LooksLikeVin,
            PointKind.Text when !_dialect.HasText => LeftOut.NoSuchType,
            PointKind.Text when point.Value.Text.Length > _dialect.MaxText => LeftOut.TextTooLong,
            _ => LeftOut.No,
        };
    }

    private void Opened(in TelemetryPoint point, bool sameLine, int start)
    {
        Points++;
        if (sameLine) return;
        Lines++;
        (_openVid, _openTimeMs, _lineStart) = (point.Vid, point.TimeMs, start);
    }

    private bool PutHead(string vid)
    {
        Head.CopyTo(_buffer, _end);
        _end += Head.Length;
        return Put(LineText.WriteName(vid, _buffer.AsSpan(_end))) && Put((byte)' ');
    }

    private bool PutName(string signal)
    {
        Span<byte> to = _buffer.AsSpan(_end);
        return Put(_dialect.PlainNames ? LineText.WritePlainName(signal, to) : LineText.WriteName(signal, to)) && Put((byte)'=');
    }

    private void PutValue(in PointValue value)
    {
        Span<byte> to = _buffer.AsSpan(_end);
        int written = 0;
        switch (value.Kind)
        {
            case PointKind.Integer:
                value.Integer.TryFormat(to, out written, provider: CultureInfo.InvariantCulture);
                to[written++] = (byte)'i';
                break;
            case PointKind.Double:
                value.Double.TryFormat(to, out written, provider: CultureInfo.InvariantCulture);
                break;
            case PointKind.Single:
                value.Single.TryFormat(to, out written, provider: CultureInfo.InvariantCulture);
                break;
            case PointKind.Boolean:
                to[written++] = value.Boolean ? (byte)'t' : (byte)'f';
                break;
            default:
                written = LineText.WriteText(value.Text, to);
                break;
        }
        _end += written;
    }

    private bool Put(byte one)
    {
        _buffer[_end++] = one;
        return true;
    }

    private bool Put(int written)
    {
        if (written < 0) return false;
        _end += written;
        return true;
    }
}
