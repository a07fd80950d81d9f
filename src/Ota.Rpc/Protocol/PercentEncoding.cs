using System.Globalization;
using System.Text;

namespace Grpc.Protocol;

/// <summary>
/// The encoding of <c>grpc-message</c>: UTF-8 in which every byte outside printable ASCII, and <c>%</c>, is <c>%XX</c>.
/// Decoding never fails: what is not a valid escape stays as it is (PROTOCOL-HTTP2, "Responses").
/// </summary>
internal static class PercentEncoding
{
    public static string Encode(string text)
    {
        int first = text.AsSpan().IndexOfAny(Escaped.Instance);
        if (first < 0)
            return text;
        StringBuilder encoded = new(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain((char)b))
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%'))
            return encoded;
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        int length = 0;
        int copied = 0;
        for (int i = 0; i + 2 < encoded.Length; i++)
        {
            if (encoded[i] != '%' || !TryHex(encoded.AsSpan(i + 1, 2), out byte escaped))
                continue;
            length += Encoding.UTF8.GetBytes(encoded.AsSpan(copied, i - copied), bytes.AsSpan(length)); // As a run: surrogates stay in pairs.
            bytes[length++] = escaped;
            i += 2;
            copied = i + 1;
        }
        length += Encoding.UTF8.GetBytes(encoded.AsSpan(copied), bytes.AsSpan(length));
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not '%';

    private static bool TryHex(ReadOnlySpan<char> digits, out byte value) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static class Escaped
    {
        // All UTF-16 units that are not plain; built once, searched with SIMD.
        public static readonly System.Buffers.SearchValues<char> Instance = System.Buffers.SearchValues.Create(
            [.. Enumerable.Range(0, char.MaxValue + 1).Select(i => (char)i).Where(c => !IsPlain(c))]);
    }
}
