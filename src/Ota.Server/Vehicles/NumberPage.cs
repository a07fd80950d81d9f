using System.Buffers.Binary;
using System.Buffers.Text;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles;

/// <summary>Which part of a list that is ordered by number a request wants (AIP-158).</summary>
internal readonly record struct NumberPage(long After, int Size)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 1000;

    public static NumberPage Read(int size, string token, Violations violations)
    {
        if (size < 0) violations.Add("page_size", "Negative; use 0 for the default or a positive number.");
        long? after = token.Length == 0 ? 0 : NumberIn(token);
        if (after is null) violations.Add("page_token", "Not a next_page_token of this method; start again without one.");
        return new NumberPage(after ?? 0, size == 0 ? DefaultSize : Math.Min(size, MaxSize));
    }

    public static string TokenAfter(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Base64Url.EncodeToString(bytes);
    }

    private static long? NumberIn(string token)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        if (token.Length != Base64Url.GetEncodedLength(sizeof(long)) || !Base64Url.TryDecodeFromChars(token, bytes, out int length)) return null;
        return length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(bytes) is > 0 and var number ? number : null;
    }
}
