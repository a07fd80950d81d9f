namespace Ota.Core.Telemetry.Batches;

/// <summary>Reads everything of a batch but its columns, which may stand before what is needed to understand them.</summary>
internal static class HeaderReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> payload, out BatchHeader header, out uint schema, out ReadOnlySpan<byte> deflated)
    {
        header = default;
        schema = 0;
        deflated = default;
        bool hasColumns = false;
        WireFormat wire = new(payload);
        while (!wire.IsAtEnd)
        {
            if (!wire.TryReadTag(out int field, out int type)) return false;
            switch (type)
            {
                case WireFormat.Varint when field <= WireFields.CampaignVersion:
                    if (!wire.TryReadVarint(out ulong value) || !TrySet(ref header, ref schema, field, value)) return false;
                    break;
                case WireFormat.Bytes when field == WireFields.BootId:
                    if (!wire.TryReadBytes(out ReadOnlySpan<byte> id)) return false;
                    header = header with { BootId = BootId.TryRead(id, out BootId boot) ? boot : default };
                    break;
                case WireFormat.Bytes when field == WireFields.Columns:
                    if (!wire.TryReadBytes(out _)) return false;
                    hasColumns = true;
                    break;
                case WireFormat.Bytes when field == WireFields.Deflated:
                    if (!deflated.IsEmpty || !wire.TryReadBytes(out deflated) || deflated.IsEmpty) return false;
                    break;
                default:
                    if (field <= WireFields.Deflated || !wire.TrySkip(type)) return false;
                    break;
            }
        }

        return deflated.IsEmpty || !hasColumns;
    }

    public static bool TryReadDeflated(ReadOnlySpan<byte> deflated, out uint size, out ReadOnlySpan<byte> data)
    {
        size = 0;
        data = default;
        WireFormat wire = new(deflated);
        while (!wire.IsAtEnd)
        {
            if (!wire.TryReadTag(out int field, out int type)) return false;
            if (field == WireFields.DeflatedSize && type == WireFormat.Varint)
            {
                if (!wire.TryReadVarint(out ulong value) || value > uint.MaxValue) return false;
                size = (uint)value;
            }
            else if (field == WireFields.DeflatedData && type == WireFormat.Bytes)
            {
                if (!wire.TryReadBytes(out data)) return false;
            }
            else if (field <= WireFields.DeflatedData || !wire.TrySkip(type))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySet(ref BatchHeader header, ref uint schema, int field, ulong value)
    {
        switch (field)
        {
            case WireFields.Seq:
                header = header with { Seq = value };
                return true;
            case WireFields.CaptureMs:
                header = header with { CaptureMs = (long)value };
                return true;
            case WireFields.MonotonicMs:
                header = header with { MonotonicMs = value };
                return true;
            case WireFields.SentMs:
                header = header with { SentMs = (long)value };
                return true;
            case WireFields.ClockQuality:
                header = header with { ClockQuality = value <= (ulong)ClockQuality.Secured ? (ClockQuality)value : default };
                return true;
            case WireFields.Historical:
                header = header with { Historical = value != 0 };
                return true;
        }

        if (value > uint.MaxValue) return false;
        switch (field)
        {
            case WireFields.SchemaVersion:
                schema = (uint)value;
                return true;
            case WireFields.Stream:
                header = header with { Stream = (uint)value };
                return true;
            case WireFields.CatalogueVersion:
                header = header with { CatalogueVersion = (uint)value };
                return true;
            case WireFields.Campaign:
                header = header with { Campaign = (uint)value };
                return true;
            case WireFields.CampaignVersion:
                header = header with { CampaignVersion = (uint)value };
                return true;
            default:
                return false;
        }
    }
}
