using Grpc.Core;

namespace Grpc.Protocol;

/// <summary>Values of <c>-bin</c> headers: base64, padded or not, several joined by commas (PROTOCOL-HTTP2, "Custom-Metadata").</summary>
internal static class BinaryHeader
{
    public static string Encode(byte[] value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Adds one header to metadata.</summary>
    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static void AddTo(Metadata metadata, string name, string value)
    {
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(name, value);
            return;
        }
        foreach (Range part in value.AsSpan().Split(','))
            metadata.Add(name, Decode(name, value.AsSpan(part).Trim()));
    }

    private static byte[] Decode(string name, ReadOnlySpan<char> value)
    {
        value = value.TrimEnd('=');
        Span<char> padded = value.Length <= 1024 ? stackalloc char[value.Length + 3] : new char[value.Length + 3];
        value.CopyTo(padded);
        int length = value.Length;
        while (length % 4 != 0)
            padded[length++] = '=';
        byte[] bytes = new byte[length / 4 * 3];
        return Convert.TryFromBase64Chars(padded[..length], bytes, out int written)
            ? bytes[..written]
            : throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{name}' is not base64."));
    }
}
