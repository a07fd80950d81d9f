using System.Globalization;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>Bundles as rows.</summary>
internal static class BundleTable
{
    public static void Write(TableOutput output, IEnumerable<Bundle> bundles) => output.WriteTable(
        ["BUNDLE", "TITLE", "VERSION", "STATE", "SIGNATURES", "ROLE", "IMAGES", "CREATOR", "CREATED"],
        folded: 1,
        bundles.Select(bundle => (string[])
        [
            BundleArgument.Short(bundle.Name),
            bundle.Title,
            bundle.Version,
            StateOf(bundle),
            SignaturesOf(bundle),
            bundle.Role,
            bundle.Images.Count.ToString(CultureInfo.InvariantCulture),
            OperatorTable.Short(bundle.Creator),
            Moments.Utc(bundle.CreateTime),
        ]));

    public static string StateOf(Bundle bundle) => bundle.State switch
    {
        BundleState.AwaitingSignatures => "awaiting signatures",
        _ => bundle.State.ToString().ToLowerInvariant(),
    };

    public static string SignaturesOf(Bundle bundle) =>
        bundle.Threshold == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{bundle.Signatures} of {bundle.Threshold}");
}
