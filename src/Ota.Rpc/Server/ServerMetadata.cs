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
            if (!GrpcHeaders.IsMetadata(name))
                continue; // A peer's odd header must not become the handler's exception.
            foreach (string? value in values)
                BinaryHeader.AddTo(metadata, name, value ?? "");
        }
        return metadata;
    }

    /// <summary>Adds an entry, unless it belongs to the protocol; false when its text cannot be sent.</summary>
    public static bool TryAppend(IHeaderDictionary headers, Metadata.Entry entry)
    {
        if (GrpcHeaders.IsReserved(entry.Key))
            return true;
        if (!entry.IsBinary && !GrpcHeaders.IsText(entry.Value))
            return false;
        headers.Append(entry.Key, entry.IsBinary ? BinaryHeader.Encode(entry.ValueBytes) : entry.Value);
        return true;
    }

    public static void WriteStatus(IHeaderDictionary headers, Status status)
    {
        int code = (int)status.StatusCode;
        headers.GrpcStatus = code >= 0 && code < Codes.Length ? Codes[code] : code.ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
            headers.GrpcMessage = PercentEncoding.Encode(status.Detail);
    }
}
