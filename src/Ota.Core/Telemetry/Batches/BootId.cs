using System.Buffers.Binary;
using System.Globalization;

namespace Ota.Core.Telemetry.Batches;

/// <summary>128 random bits that a sender draws at each start. Never zero, which is what a forgotten field looks like.</summary>
public readonly record struct BootId
{
    /// <summary>Bytes of an id.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private BootId(UInt128 value) => _value = value;

    /// <summary>Reads the 16 bytes.</summary>
    /// <param name="bytes">Anything.</param>
    /// <param name="id">The id, if the bytes are one.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BootId id)
    {
        id = bytes.Length == Size ? new BootId(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;
        return id != default;
    }

    /// <summary>Parses 32 hexadecimal digits.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="id">The id, if the text is one.</param>
    public static bool TryParse(string? text, out BootId id)
    {
        bool isHex = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 value);
        id = isHex && text?.Length == 2 * Size ? new BootId(value) : default;
        return id != default;
    }

    /// <summary>Writes the 16 bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, _value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => _value.ToString("x32", CultureInfo.InvariantCulture);
}
