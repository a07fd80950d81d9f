using System.Runtime.CompilerServices;
using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>Decodes texts: each different one is checked and kept once, then every reading points at one.</summary>
internal static class TextReader
{
    /// <summary>Different texts in one column at most.</summary>
    public const int MaximumTexts = 256;

    public static BatchProblem Read(
        in ColumnFields fields, SignalDefinition signal, ReadOnlySpan<long> absent, int count, TelemetryBatch batch, out ValueProblem problem)
    {
        problem = ValueProblem.None;
        if (fields.Texts > MaximumTexts) return BatchProblem.TooLarge;
        Words words = default;
        Span<long> known = words;
        if (!TryReadWords(fields, signal, known, batch, ref problem)) return BatchProblem.Malformed;
        Span<long> values = batch.RoomForValues(fields.TextOf.Length);
        int read = Packed.Decode(fields.TextOf, values);
        if (read < 0) return BatchProblem.Malformed;
        if (read != count) return BatchProblem.UnequalColumns;
        foreach (long position in absent) values[(int)position] = -1;
        foreach (ref long value in values[..count])
        {
            if (value == -1) value = 0;
            else if ((ulong)value < (ulong)fields.Texts) value = known[(int)value];
            else return BatchProblem.Malformed;
        }

        return BatchProblem.None;
    }

    private static bool TryReadWords(
        in ColumnFields fields, SignalDefinition signal, Span<long> known, TelemetryBatch batch, ref ValueProblem problem)
    {
        int count = 0;
        WireFormat wire = new(fields.Whole);
        while (count < fields.Texts && wire.TryReadTag(out int field, out int type))
        {
            if (field != WireFields.Texts)
            {
                if (!wire.TrySkip(type)) return false;
                continue;
            }

            if (!wire.TryReadBytes(out ReadOnlySpan<byte> text)) return false;
            ValueProblem own = signal.Check(text);
            if (own != ValueProblem.None) problem = own;
            else known[count] = batch.AddText(text);
            count++;
        }

        return count == fields.Texts;
    }

    [InlineArray(MaximumTexts)]
    private struct Words
    {
        private long _first;
    }
}
