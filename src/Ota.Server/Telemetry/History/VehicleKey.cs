using System.Buffers.Binary;
using System.Globalization;

namespace Ota.Server.Telemetry.History;

/// <summary>The 128 bits of a vid.</summary>
internal readonly record struct VehicleKey(UInt128 Bits)
{
    public const int Size = 16;

    public static VehicleKey Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);

    public override string ToString() => Bits.ToString("x32", CultureInfo.InvariantCulture);
}
