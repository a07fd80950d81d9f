using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Repository;

/// <summary>Which changes a list request wants (AIP-158). Its token is the id of the last change of the page before.</summary>
internal readonly record struct ChangePage(string Before, int Size)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 1000;
    private const int IdLength = 32;
    private const string Prefix = "changes/";

    public static ChangePage Read(V1.ListChangesRequest request, Violations violations)
    {
        if (request.PageSize < 0) violations.Add("page_size", "Negative; use 0 for the default or a positive number.");
        if (request.PageToken.Length > 0 && !IsId(request.PageToken))
            violations.Add("page_token", "Not a next_page_token of this method; start again without one.");
        return new ChangePage(request.PageToken, request.PageSize == 0 ? DefaultSize : Math.Min(request.PageSize, MaxSize));
    }

    /// <summary>The id in the name of a change.</summary>
    public static string ReadName(string name, Violations violations)
    {
        string id = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : "";
        if (!IsId(id)) violations.Add("name", "Not the name of a change: \"changes/\" and 32 lower-case hexadecimal digits.");
        return id;
    }

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}
