using System.IO.Compression;
using System.Text;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// The vehicle's side: collects readings and encodes them as the payload of <c>up/tm</c>. What the catalogue does not allow is not
/// taken, so that a batch made here is never quarantined. Not for several threads at once.
/// </summary>
/// <param name="catalogue">The catalogue, whose newest version the batches speak.</param>
public sealed class BatchBuilder(SignalCatalogue catalogue)
{
    private readonly List<ColumnBuilder> _columns = [];
    private readonly Dictionary<int, ColumnBuilder> _bySignal = [];
    private readonly WireBuffer _wire = new();
    private readonly WireBuffer _column = new();
    private readonly WireBuffer _scratch = new();

    /// <summary>How many readings there are.</summary>
    public int Readings { get; private set; }

    /// <summary>Adds a flag.</summary>
    /// <param name="signal">The signal's id.</param>
    /// <param name="timeMs">Unix milliseconds by the vehicle's clock.</param>
    /// <param name="value">The value.</param>
    public ValueProblem Add(int signal, long timeMs, bool value)
    {
        ValueProblem problem = Find(signal, SignalKind.Flag, out ColumnBuilder? column);
        if (problem != ValueProblem.None) return problem;
        column!.Add(timeMs, value ? 1 : 0);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Adds a whole number; see the first overload.</summary>
    public ValueProblem Add(int signal, long timeMs, long value)
    {
        ValueProblem problem = Find(signal, SignalKind.Integer, out ColumnBuilder? column);
        if (problem == ValueProblem.None) problem = column!.Signal.Check(value);
        if (problem != ValueProblem.None) return problem;
        column!.Add(timeMs, value);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Adds a number; see the first overload.</summary>
    public ValueProblem Add(int signal, long timeMs, double value)
    {
        ValueProblem problem = Find(signal, SignalKind.Number, out ColumnBuilder? column);
        if (problem == ValueProblem.None) problem = column!.Signal.Check(value);
        if (problem != ValueProblem.None) return problem;
        column!.Add(timeMs, value);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Adds a decimal number; see the first overload.</summary>
    public ValueProblem Add(int signal, long timeMs, DecimalNumber value)
    {
        ValueProblem problem = Find(signal, SignalKind.Number, out ColumnBuilder? column);
        if (problem == ValueProblem.None) problem = column!.Signal.Check(value.ToDouble());
        if (problem != ValueProblem.None) return problem;
        column!.Add(timeMs, value);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Adds a text; see the first overload. More than 256 different ones in a batch are not allowed.</summary>
    public ValueProblem Add(int signal, long timeMs, string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        ValueProblem problem = Find(signal, SignalKind.Text, out ColumnBuilder? column);
        if (problem == ValueProblem.None) problem = column!.HasRoomFor(utf8) ? column.Signal.Check(utf8) : ValueProblem.NotAllowed;
        if (problem != ValueProblem.None) return problem;
        column!.Add(timeMs, utf8);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Adds the statement that the sensor had no value.</summary>
    public ValueProblem AddAbsent(int signal, long timeMs)
    {
        ValueProblem problem = Find(signal, kind: null, out ColumnBuilder? column);
        if (problem != ValueProblem.None) return problem;
        column!.AddAbsent(timeMs);
        Readings++;
        return ValueProblem.None;
    }

    /// <summary>Encodes the readings with their header and forgets them.</summary>
    /// <param name="header">What the batch says about itself; its catalogue version is the builder's.</param>
    /// <param name="deflate">Whether to compress if that makes the batch smaller.</param>
    public byte[] Build(in BatchHeader header, bool deflate = true) => Join(header, Encode(header.CaptureMs, deflate));

    /// <summary>Encodes the readings and forgets them.</summary>
    /// <param name="captureMs">The header's capture time, which the readings' times are stored as distances from.</param>
    /// <param name="deflate">Whether to compress if that makes the batch smaller.</param>
    public EncodedColumns Encode(long captureMs, bool deflate = true)
    {
        byte[]? compressed = deflate ? Compress(captureMs) : null;
        WriteColumns(captureMs, WireFields.Columns);
        ReadOnlySpan<byte> plain = _wire.Written;
        EncodedColumns encoded = new(compressed is not null && compressed.Length < plain.Length ? compressed : plain.ToArray(), Readings);
        _columns.Clear();
        _bySignal.Clear();
        Readings = 0;
        return encoded;
    }

    /// <summary>Puts a header before columns that this builder, or one of the same catalogue, encoded for the header's capture time.</summary>
    /// <param name="header">What the batch says about itself; its catalogue version is the builder's.</param>
    /// <param name="columns">The columns.</param>
    public byte[] Join(in BatchHeader header, EncodedColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _wire.Clear();
        WriteHeader(header with { CatalogueVersion = (uint)catalogue.Version });
        return [.. _wire.Written, .. columns.Bytes.Span];
    }

    private static byte[] Deflate(ReadOnlySpan<byte> columns)
    {
        using MemoryStream target = new();
        using (DeflateStream stream = new(target, CompressionLevel.SmallestSize)) stream.Write(columns);
        return target.ToArray();
    }

    private ValueProblem Find(int id, SignalKind? kind, out ColumnBuilder? column)
    {
        column = null;
        if (catalogue.Find((uint)id, catalogue.Version) is not { } signal) return ValueProblem.UnknownSignal;
        if (kind is not null && signal.Kind != kind) return ValueProblem.WrongType;
        if (!_bySignal.TryGetValue(id, out column))
        {
            _bySignal.Add(id, column = new ColumnBuilder(signal));
            _columns.Add(column);
        }

        return ValueProblem.None;
    }

    private void WriteColumns(long start, int field)
    {
        _wire.Clear();
        List<ColumnBuilder> columns = [.. _columns.Where(column => column.Count > 0)];
        for (int i = 0; i < columns.Count; i++)
        {
            ColumnBuilder column = columns[i];
            _column.Clear();
            column.Write(_column, _scratch, start, 1 + columns.FindIndex(0, i, earlier => earlier.HasTimesOf(column)));
            _wire.Member(field, _column.Written);
        }
    }

    private byte[] Compress(long start)
    {
        WriteColumns(start, WireFields.InflatedColumns);
        int size = _wire.Written.Length;
        byte[] deflated = Deflate(_wire.Written);
        _column.Clear();
        _column.Field(WireFields.DeflatedSize, (ulong)size);
        _column.Field(WireFields.DeflatedData, deflated);
        _scratch.Clear();
        _scratch.Field(WireFields.Deflated, _column.Written);
        return _scratch.Written.ToArray();
    }

    private void WriteHeader(in BatchHeader header)
    {
        Span<byte> boot = stackalloc byte[BootId.Size];
        header.BootId.Write(boot);
        _wire.Field(WireFields.SchemaVersion, BatchHeader.SchemaVersion);
        _wire.Field(WireFields.BootId, boot);
        _wire.Field(WireFields.Stream, header.Stream);
        _wire.Field(WireFields.Seq, header.Seq);
        _wire.Field(WireFields.CatalogueVersion, header.CatalogueVersion);
        _wire.Field(WireFields.CaptureMs, (ulong)header.CaptureMs);
        _wire.Field(WireFields.MonotonicMs, header.MonotonicMs);
        _wire.Field(WireFields.SentMs, (ulong)header.SentMs);
        _wire.Field(WireFields.ClockQuality, (ulong)header.ClockQuality);
        _wire.Field(WireFields.Historical, header.Historical ? 1ul : 0);
        _wire.Field(WireFields.Campaign, header.Campaign);
        _wire.Field(WireFields.CampaignVersion, header.CampaignVersion);
    }
}
