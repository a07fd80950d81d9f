using System.Globalization;

namespace Ota.Core.Bundles.Manifests;

/// <summary>Names places in a document (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>The document itself.</summary>
    public const string Root = "";

    /// <summary>A member of an object.</summary>
    public static string Member(string parent, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }

    /// <summary>An item of an array, counted from 0.</summary>
    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");

    /// <summary>What a place stands in; null for the document itself.</summary>
    public static string? Parent(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        return pointer.Length == 0 ? null : pointer[..pointer.LastIndexOf('/')];
    }
}
