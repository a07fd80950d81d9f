using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client;

/// <summary>Metadata and status to and from the headers of HTTP messages.</summary>
internal static class ClientMetadata
{
    /// <exception cref="RpcException">INVALID_ARGUMENT: a text cannot be sent as it is.</exception>
    public static void Write(HttpRequestHeaders headers, Metadata? metadata)
    {
        for (int i = 0; i < (metadata?.Count ?? 0); i++)
        {
            Metadata.Entry entry = metadata![i];
            if (GrpcHeaders.IsReserved(entry.Key))
                continue;
            if (!entry.IsBinary && !GrpcHeaders.IsText(entry.Value))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The metadata '{entry.Key}' is not printable ASCII: send it as '{entry.Key}-bin'."));
            headers.TryAddWithoutValidation(entry.Key, entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value);
        }
    }

    public static Metadata Read(HttpResponseHeaders headers)
    {
        Metadata metadata = [];
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (!GrpcHeaders.IsMetadata(name))
                continue;
            foreach (string value in values)
                BinaryHeader.AddTo(metadata, name, value);
        }
        return metadata;
    }

    /// <summary>The value of a header, or null.</summary>
    public static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    /// <summary>The status in headers or trailers, or null when there is none.</summary>
    public static Status? ReadStatus(HttpResponseHeaders headers)
    {
        if (Find(headers, GrpcHeaders.Status) is not { } text)
            return null;
        // A number outside the known range is UNKNOWN (doc/statuscodes.md).
        StatusCode code = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= (int)StatusCode.Unauthenticated
            ? (StatusCode)number
            : StatusCode.Unknown;
        return new Status(code, PercentEncoding.Decode(Find(headers, GrpcHeaders.Message) ?? ""));
    }
}
