using System.Runtime.InteropServices;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>
/// The values of a column in 64 bits each: form, scale of decimals, summary (of long columns only), then the series in the shortest
/// form.
/// </summary>
internal static class ValueSeries
{
    private const byte Packed = 0;
    private const byte Xor = 1;
    private const byte Raw = 2;
    private const byte Summarized = 0x80;

    // A short column is decoded faster than a summary is worth its bytes.
    private const int SummaryFrom = 16;

    public static int MaxSize(int count) => 64 + Math.Max(IntegerSeries.MaxSize(count), XorSeries.MaxSize(count));

    public static void Write(ColumnKind kind, ReadOnlySpan<long> values, ChunkScratch scratch, ref ByteWriter output)
    {
        if (kind != ColumnKind.Number)
        {
            WritePacked(values, scale: null, scratch, ref output);
            return;
        }
        Span<long> whole = scratch.Scaled(values.Length);
        if (DecimalScale.Find(values, whole) is { } scale)
            WritePacked(whole, scale, scratch, ref output);
        else
            WriteDoubles(values, ref output);
    }

    /// <exception cref="ChunkFormatException">The bytes are no series of so many values.</exception>
    public static void Read(ColumnKind kind, ReadOnlySpan<byte> bytes, Span<long> values)
    {
        ByteReader input = new(bytes);
        Header header = ReadHeader(kind, ref input);
        switch (header.Form)
        {
            case Xor:
                XorSeries.Read(ref input, values);
                break;
            case Raw:
                MemoryMarshal.Cast<byte, long>(input.Bytes(values.Length * 8)).CopyTo(values);
                break;
            default:
                IntegerSeries.Read(ref input, values);
                break;
        }
        if (input.Rest.Length > 0) throw new ChunkFormatException("A column has bytes beyond its values.");
        header.Scale?.Back(values);
        if (kind == ColumnKind.Boolean && values.ContainsAnyExceptInRange(0, 1)) throw new ChunkFormatException("A boolean is neither 0 nor 1.");
    }

    /// <returns>Null when the column is too short to have one.</returns>
    /// <exception cref="ChunkFormatException">The bytes are no column.</exception>
    public static ColumnSummary? ReadSummary(ColumnKind kind, ReadOnlySpan<byte> bytes)
    {
        ByteReader input = new(bytes);
        return ReadHeader(kind, ref input).Summary;
    }

    private static void WritePacked(ReadOnlySpan<long> values, DecimalScale? scale, ChunkScratch scratch, ref ByteWriter output)
    {
        bool summarized = values.Length >= SummaryFrom;
        output.Byte((byte)(Packed | (summarized ? Summarized : 0)));
        if (scale is { } decimals) output.Byte(decimals.Code);
        if (summarized)
        {
            ColumnSummary summary = ColumnSummary.OfIntegers(values);
            output.Signed(summary.First);
            output.Signed(summary.Last);
            output.Signed(summary.Min);
            output.Signed(summary.Max);
        }
        IntegerSeries.Write(values, scratch, ref output);
    }

    private static void WriteDoubles(ReadOnlySpan<long> values, ref ByteWriter output)
    {
        int form = output.Position;
        bool summarized = values.Length >= SummaryFrom;
        output.Byte(Xor);
        if (summarized)
        {
            ColumnSummary summary = ColumnSummary.OfNumbers(values);
            output.Fixed(summary.First);
            output.Fixed(summary.Last);
            output.Fixed(summary.Min);
            output.Fixed(summary.Max);
        }
        ByteWriter attempt = output;
        XorSeries.Write(values, ref attempt);
        byte chosen = Xor;
        if (attempt.Position - output.Position > values.Length * 8)
        {
            chosen = Raw;
            output.Bytes(MemoryMarshal.AsBytes(values));
        }
        else
        {
            output = attempt;
        }
        output.Patch(form, (byte)(chosen | (summarized ? Summarized : 0)));
    }

    private static Header ReadHeader(ColumnKind kind, ref ByteReader input)
    {
        byte first = input.Byte();
        byte form = (byte)(first & ~Summarized);
        if (form > (kind == ColumnKind.Number ? Raw : Packed)) throw new ChunkFormatException($"A column of {kind} has the unknown form {form}.");
        bool scaled = kind == ColumnKind.Number && form == Packed;
        DecimalScale? scale = scaled ? DecimalScale.FromCode(input.Byte()) : null;
        if (first < Summarized) return new Header(form, scale, null);
        if (form != Packed) return new Header(form, scale, new ColumnSummary(input.Fixed(), input.Fixed(), input.Fixed(), input.Fixed()));
        ColumnSummary summary = new(input.Signed(), input.Signed(), input.Signed(), input.Signed());
        return new Header(form, scale, scale is { } decimals ? summary.Back(decimals) : summary);
    }

    private readonly record struct Header(byte Form, DecimalScale? Scale, ColumnSummary? Summary);
}
