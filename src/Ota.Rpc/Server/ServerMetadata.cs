using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server;

/// <summary>Metadata and status to and from HTTP headers.</summary>
internal static class ServerMetadata
{
    /// <summary>The small numbers as text, so that a status costs no allocation.</summary>
    private static readonly StringValues[] Codes =
        [.. Enumerable.Range(0, 17).Select(code => new StringValues(code.ToString(CultureInfo.InvariantCulture)))];

    public static Metadata Read(IHeaderDictionary headers)
    {
        Metadata metadata = [];
        foreach ((string name, StringValues values) in headers)
        {
            if (GrpcHeaders.IsReserved(name))
                continue;
            foreach (string? value in values)
                BinaryHeader.AddTo(metadata, name, value ?? "");
        }
        return metadata;
    }

    public static void Append(IHeaderDictionary headers, Metadata.Entry entry) =>
        headers.Append(entry.Key, entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value);

    public static void WriteStatus(IHeaderDictionary headers, Status status)
    {
        int code = (int)status.StatusCode;
        headers[GrpcHeaders.Status] = code >= 0 && code < Codes.Length ? Codes[code] : code.ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
            headers[GrpcHeaders.Message] = PercentEncoding.Encode(status.Detail);
    }
}
