using System.Globalization;
using Ota.Core.Bundles.Manifests;

namespace Ota.Server.Bundles.Staging;

/// <summary>What a bundle does, in lines for people who are about to sign it.</summary>
internal static class BundleSummary
{
    private const int MostImages = 20;

    public static IReadOnlyList<string> Of(Manifest manifest, string digest, string creator)
    {
        Dossier dossier = manifest.Dossier;
        string approval = dossier.ApprovalReference.Length > 0 ? $"{Words(dossier.Approval)} ({dossier.ApprovalReference})" : Words(dossier.Approval);
        List<string> lines =
        [
            $"{manifest.Title} {manifest.Version}, made by {creator}",
            $"manifest {BundleName.PathOf(digest, manifest.Supplier)}",
            .. manifest.Images.Take(MostImages).Select(OfImage),
        ];
        if (manifest.Images.Count > MostImages) lines.Add(Say($"and {manifest.Images.Count - MostImages} more images"));
        lines.Add($"purpose: {FirstLine(dossier.Purpose)}");
        lines.Add($"safety relevant: {(dossier.SafetyRelevant.Answer ? "yes" : "no")}; type approval: {approval}");
        lines.AddRange(manifest.Rxswins.Select(change => $"RXSWIN {change.Before ?? "none"} becomes {change.After}"));
        lines.Add($"for {string.Join(", ", manifest.Markets.Keys)}; texts in {string.Join(", ", manifest.Texts.Keys)}");
        return lines;
    }

    private static string OfImage(ManifestImage image)
    {
        string replaces = image.Before.Count == 0 ? "replaces any image" : Say($"replaces {image.Before.Count} known images");
        return Say($"image {image.Path} {image.Version} for {string.Join(" ", image.HardwareIds)}, release {image.ReleaseCounter}, {image.Length} bytes, {replaces}");
    }

    private static string Words(ApprovalState state) => state switch
    {
        ApprovalState.Requested => "requested",
        ApprovalState.Granted => "granted",
        _ => "not needed",
    };

    private static string FirstLine(string text) => text.Split('\n')[0];

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
