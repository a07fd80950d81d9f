using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Decodes and validates the payload of <c>up/tm</c>, the message TelemetryBatch of proto/vehicle/v1/telemetry.proto. It reads the
/// wire format itself instead of asking protobuf's generated code, for two reasons: the generated code makes an object and a list
/// for each column of each batch, which at 100,000 batches a second is most of the work, and this project knows nothing but the
/// class library. Property tests hold it to the generated code in both directions. It is stricter in one thing: packed fields must
/// come packed and whole, as every library writes them.
/// </summary>
public static class BatchReader
{
    private const long EndOfYear9999 = 253_402_300_800_000;

    /// <summary>Decodes a payload.</summary>
    /// <param name="payload">What a vehicle sent.</param>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="batch">Where the batch goes; anything in it is gone. Means nothing if there is a problem.</param>
    /// <returns>Why the batch is refused. Single columns may be refused without the batch being so.</returns>
    public static BatchProblem Read(ReadOnlySpan<byte> payload, SignalCatalogue catalogue, BatchLimits limits, TelemetryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        if (payload.Length > limits.MaximumPayload) return BatchProblem.TooLarge;
        if (!HeaderReader.TryRead(payload, out BatchHeader header, out uint schema, out ReadOnlySpan<byte> deflated))
            return BatchProblem.Malformed;
        batch.Header = header;
        BatchProblem problem = Check(header, schema, catalogue);
        if (problem != BatchProblem.None) return problem;
        return deflated.IsEmpty
            ? ReadColumns(payload, WireFields.Columns, catalogue, limits, batch)
            : ReadDeflated(deflated, catalogue, limits, batch);
    }

    private static BatchProblem Check(in BatchHeader header, uint schema, SignalCatalogue catalogue)
    {
        if (schema != BatchHeader.SchemaVersion) return BatchProblem.UnknownSchema;
        if (header.BootId == default || header.Seq == 0) return BatchProblem.NoIdentity;
        if (header.CatalogueVersion == 0 || header.CatalogueVersion > (uint)catalogue.Version) return BatchProblem.UnknownCatalogue;
        return IsTime(header.CaptureMs) && IsTime(header.SentMs) ? BatchProblem.None : BatchProblem.ImpossibleTime;
    }

    private static bool IsTime(long milliseconds) => milliseconds is >= 0 and < EndOfYear9999;

    private static BatchProblem ReadDeflated(
        ReadOnlySpan<byte> deflated, SignalCatalogue catalogue, BatchLimits limits, TelemetryBatch batch)
    {
        if (!HeaderReader.TryReadDeflated(deflated, out uint size, out ReadOnlySpan<byte> data)) return BatchProblem.Malformed;
        if (size > (uint)limits.MaximumInflated) return BatchProblem.TooLarge;
        Span<byte> inflated = batch.RoomForInflated((int)size);
        return batch.Inflater.TryInflate(data, inflated)
            ? ReadColumns(inflated, WireFields.InflatedColumns, catalogue, limits, batch)
            : BatchProblem.NotDeflate;
    }

    private static BatchProblem ReadColumns(
        ReadOnlySpan<byte> bytes, int columnField, SignalCatalogue catalogue, BatchLimits limits, TelemetryBatch batch)
    {
        WireFormat wire = new(bytes);
        while (!wire.IsAtEnd)
        {
            if (!wire.TryReadTag(out int field, out int type)) return BatchProblem.Malformed;
            if (field != columnField)
            {
                if (!wire.TrySkip(type)) return BatchProblem.Malformed;
                continue;
            }

            if (batch.Columns.Length == limits.MaximumColumns) return BatchProblem.TooLarge;
            if (type != WireFormat.Bytes || !wire.TryReadBytes(out ReadOnlySpan<byte> column)) return BatchProblem.Malformed;
            BatchProblem problem = ColumnReader.Read(column, catalogue, limits, batch);
            if (problem != BatchProblem.None) return problem;
        }

        return BatchProblem.None;
    }
}
