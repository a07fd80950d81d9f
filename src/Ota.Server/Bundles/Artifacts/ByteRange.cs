using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>The part of a file that a GET asks for (RFC 9110, 14).</summary>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>
    /// Null is the whole file: no range, one that cannot be read, several ranges at once, which nobody needs here, or one of another
    /// content (If-Range). A length of 0 is a range that the file does not have.
    /// </summary>
    public static ByteRange? Read(RequestHeaders headers, EntityTagHeaderValue tag, long length)
    {
        if (headers.Range is not { Ranges.Count: 1 } range || range.Unit != "bytes") return null;
        if (headers.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) != true) return null;
        RangeItemHeaderValue wanted = range.Ranges.First();
        if (wanted.From is not { } from)
        {
            long last = Math.Min(wanted.To ?? 0, length);
            return new ByteRange(length - last, last);
        }

        return from >= length ? new ByteRange(0, 0) : new ByteRange(from, Math.Min(wanted.To ?? long.MaxValue, length - 1) - from + 1);
    }
}
