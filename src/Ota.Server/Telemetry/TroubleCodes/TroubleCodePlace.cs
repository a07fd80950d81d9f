using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>Where a report stands in the history of its vehicle; also what a page token says.</summary>
internal sealed record TroubleCodePlace(long Captured, string Boot, long Stream, long Seq)
{
    private const int TokenSize = 8 + 16 + 8 + 8;

    /// <summary>Behind all reports of a millisecond: after every boot, since g is no hexadecimal digit.</summary>
    public static TroubleCodePlace EndOf(long captured) => new(captured, "g", long.MaxValue, long.MaxValue);

    public static TroubleCodePlace? TryParse(string token)
    {
        Span<byte> bytes = stackalloc byte[TokenSize];
        if (token.Length != Base64Url.GetEncodedLength(TokenSize) || !Base64Url.TryDecodeFromChars(token, bytes, out int length) || length != TokenSize)
            return null;
        return new TroubleCodePlace(
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]).ToString("x32", CultureInfo.InvariantCulture),
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[32..]));
    }

    public string ToToken()
    {
        Span<byte> bytes = stackalloc byte[TokenSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Captured);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[8..], UInt128.Parse(Boot, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Stream);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], Seq);
        return Base64Url.EncodeToString(bytes);
    }
}
