using System.Buffers;

namespace Grpc.Protocol;

/// <summary>
/// Header and trailer names of gRPC over HTTP/2.
/// <see href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md"/>
/// </summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string PreviousAttempts = "grpc-previous-rpc-attempts";
    public const string RetryPushback = "grpc-retry-pushback-ms";

    /// <summary>Asks this side, not the peer, to compress the messages of one call; never sent.</summary>
    public const string InternalEncodingRequest = "grpc-internal-encoding-request";

    public const string Identity = "identity";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a content type is gRPC: <c>application/grpc</c>, alone or with <c>+codec</c> or <c>;parameters</c>.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+');

    /// <summary>Whether a header that a peer sent is metadata: not reserved, and of the characters that gRPC allows. HTTP allows more.</summary>
    public static bool IsMetadata(string name) => !IsReserved(name) && !name.AsSpan().ContainsAnyExcept(KeyCharacters);

    /// <summary>Whether text can be the value of metadata: printable ASCII (PROTOCOL-HTTP2, "ASCII-Value").</summary>
    public static bool IsText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Whether a header belongs to the protocol or to HTTP and so is not metadata.</summary>
    public static bool IsReserved(string name) => name.Length == 0 || name[0] == ':' || name.ToLowerInvariant() is
        "content-type" or "te" or "host" or "content-length" or "date" or "server" or "trailer" or "transfer-encoding" or "connection"
        or Timeout or Encoding or AcceptEncoding or Status or Message or InternalEncodingRequest;
}
