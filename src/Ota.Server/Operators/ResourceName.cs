using Ota.Core.Operators;

namespace Ota.Server.Operators;

/// <summary>Resource names of operators and credentials (AIP-122).</summary>
internal static class ResourceName
{
    private const string Operators = "operators";
    private const string Credentials = "credentials";

    public static string OfOperator(string name) => $"{Operators}/{name}";

    public static string OfCredential(string name, string id) => $"{Operators}/{name}/{Credentials}/{id}";

    public static OperatorName? TryParseOperator(string text) =>
        text.Split('/') is [Operators, { } name] ? OperatorName.TryParse(name) : null;

    public static (OperatorName Operator, string Id)? TryParseCredential(string text)
    {
        if (text.Split('/') is not [Operators, { } name, Credentials, { } id]) return null;
        bool isId = id.Length == 2 * BearerToken.IdSize && id.All(char.IsAsciiHexDigitLower);
        return OperatorName.TryParse(name) is { } parsed && isId ? (parsed, id) : null;
    }
}
