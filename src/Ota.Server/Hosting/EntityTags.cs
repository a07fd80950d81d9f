using Microsoft.Net.Http.Headers;

namespace Ota.Server.Hosting;

/// <summary>Conditions on entity tags (RFC 9110, 13.1): <c>*</c> fits any.</summary>
internal static class EntityTags
{
    /// <summary>Whether the client has the content already; then there is nothing to send.</summary>
    public static bool IsThere(HttpContext http, EntityTagHeaderValue tag) =>
        http.Request.Headers.ContainsKey(HeaderNames.IfNoneMatch) && IsAmong(http.Request.GetTypedHeaders().IfNoneMatch, tag, useStrongComparison: false);

    /// <summary>Whether the client wants the content only if it is another one.</summary>
    public static bool IsOther(HttpContext http, EntityTagHeaderValue tag) =>
        http.Request.Headers.ContainsKey(HeaderNames.IfMatch) && !IsAmong(http.Request.GetTypedHeaders().IfMatch, tag, useStrongComparison: true);

    private static bool IsAmong(IList<EntityTagHeaderValue> given, EntityTagHeaderValue tag, bool useStrongComparison) =>
        given.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison));
}
