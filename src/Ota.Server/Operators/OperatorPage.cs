using System.Buffers.Text;
using System.Text;
using Ota.Core.Operators;
using Ota.Server.Hosting;

namespace Ota.Server.Operators;

/// <summary>Which operators a list request wants (AIP-158).</summary>
internal readonly record struct OperatorPage(string After, int Size)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 200;

    public static OperatorPage Read(V1.ListOperatorsRequest request, Violations violations)
    {
        if (request.PageSize < 0) violations.Add("page_size", "Negative; use 0 for the default or a positive number.");
        string? after = request.PageToken.Length == 0 ? "" : NameIn(request.PageToken);
        if (after is null) violations.Add("page_token", "Not a next_page_token of this method; start again without one.");
        return new OperatorPage(after ?? "", request.PageSize == 0 ? DefaultSize : Math.Min(request.PageSize, MaxSize));
    }

    public static string TokenAfter(string name) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(name));

    private static string? NameIn(string token) => token.Length <= 2 * OperatorName.MaxLength && Base64Url.IsValid(token)
        ? OperatorName.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)))?.Value
        : null;
}
