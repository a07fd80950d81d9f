using System.Globalization;
using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Bundles;

/// <summary>A precondition in one expression.</summary>
internal static class ConditionText
{
    public static string Of(Precondition condition) => condition switch
    {
        Precondition.Bound bound => string.Create(CultureInfo.InvariantCulture, $"{bound.Name} {bound.Value}"),
        Precondition.Range range => string.Create(CultureInfo.InvariantCulture, $"{range.Name} {range.Min} to {range.Max}"),
        Precondition.OneOf oneOf => $"{oneOf.Name} {string.Join(" or ", oneOf.Words)}",
        _ => condition.Name,
    };
}
