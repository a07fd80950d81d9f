using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Decodes one column into a batch. What breaks the form of the message refuses the batch; what only breaks the signal's rules
/// refuses the column, so that one bad sensor does not cost the vehicle its telemetry.
/// </summary>
internal static class ColumnReader
{
    public static BatchProblem Read(ReadOnlySpan<byte> bytes, SignalCatalogue catalogue, BatchLimits limits, TelemetryBatch batch)
    {
        if (!ColumnFields.TryRead(bytes, out ColumnFields fields)) return BatchProblem.Malformed;
        BatchColumn column = new()
        {
            SignalId = fields.Signal,
            Signal = catalogue.Find(fields.Signal, batch.Header.CatalogueVersion),
            ValuesAt = batch.ValueCount,
            AbsentAt = batch.AbsentCount,
        };
        BatchProblem problem = ReadTimes(fields, limits, batch, ref column);
        if (problem == BatchProblem.None) problem = ReadAbsent(fields, batch, ref column);
        if (problem == BatchProblem.None) problem = ReadValues(fields, batch, ref column);
        if (problem == BatchProblem.None) batch.Add(column);
        return problem;
    }

    private static BatchProblem ReadTimes(in ColumnFields fields, BatchLimits limits, TelemetryBatch batch, ref BatchColumn column)
    {
        if (fields.TimesOf != 0)
        {
            if (fields.TimesOf > (uint)batch.Columns.Length || !fields.Times.IsEmpty) return BatchProblem.UnequalColumns;
            BatchColumn earlier = batch.Columns[(int)fields.TimesOf - 1];
            column = column with { TimesAt = earlier.TimesAt, Count = earlier.Count };
            return batch.ValueCount + column.Count > limits.MaximumReadings ? BatchProblem.TooLarge : BatchProblem.None;
        }

        Span<long> times = batch.RoomForTimes(fields.Times.Length);
        int count = Packed.Unfold(fields.Times, times);
        if (count < 0) return BatchProblem.Malformed;
        if (count == 0) return BatchProblem.UnequalColumns;
        if (batch.TimeCount + count > limits.MaximumReadings) return BatchProblem.TooLarge;
        column = column with { TimesAt = batch.TimeCount, Count = count };
        batch.KeepTimes(count);
        return Packed.TrySumTimes(times[..count], batch.Header.CaptureMs, limits.MaximumSpanMs)
            ? BatchProblem.None
            : BatchProblem.ImpossibleTime;
    }

    private static BatchProblem ReadAbsent(in ColumnFields fields, TelemetryBatch batch, ref BatchColumn column)
    {
        if (fields.Absent.IsEmpty) return BatchProblem.None;
        Span<long> positions = batch.RoomForAbsent(fields.Absent.Length);
        int count = Packed.Decode(fields.Absent, positions);
        if (count < 0) return BatchProblem.Malformed;
        long last = -1;
        foreach (long position in positions[..count])
        {
            if (position <= last || position >= column.Count) return BatchProblem.UnequalColumns;
            last = position;
        }

        column = column with { AbsentCount = count };
        batch.KeepAbsent(count);
        return BatchProblem.None;
    }

    private static BatchProblem ReadValues(in ColumnFields fields, TelemetryBatch batch, ref BatchColumn column)
    {
        if (column.Signal is not { } signal)
        {
            column = column with { Problem = ValueProblem.UnknownSignal };
            return BatchProblem.None;
        }

        if (!IsOf(fields, signal.Kind))
        {
            column = column with { Problem = ValueProblem.WrongType };
            return BatchProblem.None;
        }

        ReadOnlySpan<long> absent = batch.AbsentOf(column);
        ValueProblem problem = ValueProblem.None;
        BatchProblem form = signal.Kind switch
        {
            SignalKind.Flag => ValueReader.ReadFlags(fields, column.Count, batch),
            SignalKind.Integer => ValueReader.ReadIntegers(fields, signal, absent, column.Count, batch, out problem),
            SignalKind.Number => ValueReader.ReadNumbers(fields, signal, absent, column.Count, batch, out problem),
            _ => TextReader.Read(fields, signal, absent, column.Count, batch, out problem),
        };
        column = column with { Problem = problem };
        if (form == BatchProblem.None) batch.KeepValues(column.Count);
        return form;
    }

    private static bool IsOf(in ColumnFields fields, SignalKind kind)
    {
        bool numbers = !fields.Numbers.IsEmpty;
        bool doubles = !fields.Doubles.IsEmpty;
        bool flags = !fields.Flags.IsEmpty;
        bool texts = !fields.TextOf.IsEmpty;
        return kind switch
        {
            SignalKind.Flag => flags && !numbers && !doubles && !texts,
            SignalKind.Integer => numbers && !doubles && !flags && !texts && fields.Decimals == 0,
            SignalKind.Number => numbers != doubles && !flags && !texts,
            _ => texts && !numbers && !doubles && !flags,
        };
    }
}
