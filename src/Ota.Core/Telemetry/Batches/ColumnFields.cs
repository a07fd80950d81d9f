namespace Ota.Core.Telemetry.Batches;

/// <summary>The fields of one SignalColumn, still as they travel.</summary>
internal ref struct ColumnFields
{
    public uint Signal;
    public uint TimesOf;
    public uint Decimals;
    public uint Step;
    public ReadOnlySpan<byte> Times;
    public ReadOnlySpan<byte> Numbers;
    public ReadOnlySpan<byte> Doubles;
    public ReadOnlySpan<byte> Flags;
    public ReadOnlySpan<byte> TextOf;
    public ReadOnlySpan<byte> Absent;
    public int Texts;
    public ReadOnlySpan<byte> Whole;

    /// <summary>Finds the fields.</summary>
    /// <returns>False if the bytes are no column, or a packed field comes unpacked or in pieces, which no library writes.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ColumnFields fields)
    {
        ColumnFields found = default;
        found.Whole = bytes;
        fields = default;
        WireFormat wire = new(bytes);
        while (!wire.IsAtEnd)
        {
            if (!wire.TryReadTag(out int field, out int type)) return false;
            bool read = (field, type) switch
            {
                (WireFields.Signal, WireFormat.Varint) => TryRead(ref wire, out found.Signal),
                (WireFields.TimesOf, WireFormat.Varint) => TryRead(ref wire, out found.TimesOf),
                (WireFields.Times, WireFormat.Bytes) => TryRead(ref wire, ref found.Times),
                (WireFields.Decimals, WireFormat.Varint) => TryRead(ref wire, out found.Decimals),
                (WireFields.Step, WireFormat.Varint) => TryRead(ref wire, out found.Step),
                (WireFields.Numbers, WireFormat.Bytes) => TryRead(ref wire, ref found.Numbers),
                (WireFields.Doubles, WireFormat.Bytes) => TryRead(ref wire, ref found.Doubles),
                (WireFields.Flags, WireFormat.Bytes) => TryRead(ref wire, ref found.Flags),
                (WireFields.Texts, WireFormat.Bytes) => TryCount(ref wire, ref found.Texts),
                (WireFields.TextOf, WireFormat.Bytes) => TryRead(ref wire, ref found.TextOf),
                (WireFields.Absent, WireFormat.Bytes) => TryRead(ref wire, ref found.Absent),
                ( <= WireFields.Absent, _) => false,
                _ => wire.TrySkip(type),
            };
            if (!read) return false;
        }

        fields = found;
        return true;
    }

    private static bool TryRead(ref WireFormat wire, out uint value)
    {
        bool read = wire.TryReadVarint(out ulong number) && number <= uint.MaxValue;
        value = (uint)number;
        return read;
    }

    private static bool TryRead(ref WireFormat wire, ref ReadOnlySpan<byte> field) => field.IsEmpty && wire.TryReadBytes(out field);

    private static bool TryCount(ref WireFormat wire, ref int count)
    {
        count++;
        return wire.TryReadBytes(out _);
    }
}
