using System.Globalization;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Core.Bundles.Manifests;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>One bundle for people.</summary>
internal static class BundleFacts
{
    /// <param name="output">Where to.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="change">The change that stages it; null for a draft.</param>
    /// <param name="manifest">What it says; null if this client cannot read it.</param>
    /// <param name="now">For distances.</param>
    public static void Write(TableOutput output, Bundle bundle, Change? change, Manifest? manifest, DateTimeOffset now)
    {
        IEnumerable<(string Name, string Value)> facts = [.. State(bundle, now), .. manifest is null ? [] : Content(manifest)];
        output.WriteFacts("Bundle", facts.Where(fact => fact.Value.Length > 0));
        if (change is not null) WriteSigners(output, change);
        if (manifest is null) return;
        WriteImages(output, manifest);
        WriteTexts(output, manifest);
    }

    private static IEnumerable<(string Name, string Value)> State(Bundle bundle, DateTimeOffset now) =>
    [
        ("bundle", bundle.Name),
        ("title", $"{bundle.Title} {bundle.Version}"),
        ("state", BundleTable.StateOf(bundle)),
        ("but", bundle.Obstacle),
        ("signatures", BundleTable.SignaturesOf(bundle)),
        ("role", bundle.Role),
        ("change", bundle.Change),
        ("created", $"{Moments.WithDistance(bundle.CreateTime, now)} by {OperatorTable.Short(bundle.Creator)}"),
        ("staged", Moments.WithDistance(bundle.StageTime, now)),
        ("withdrawn", bundle.WithdrawTime is null ? "" : $"{Moments.WithDistance(bundle.WithdrawTime, now)}: {bundle.WithdrawalReason}"),
        ("removal", bundle.WithdrawalChange),
    ];

    private static IEnumerable<(string Name, string Value)> Content(Manifest manifest)
    {
        Dossier dossier = manifest.Dossier;
        return
        [
            ("markets", string.Join(", ", manifest.Markets.Select(market => $"{market.Key} ({string.Join(' ', market.Value)})"))),
            ("duration", Say($"{manifest.Duration.Expected} minutes, at worst {manifest.Duration.Longest}")),
            ("conditions", string.Join(", ", manifest.Preconditions.Select(ConditionText.Of))),
            ("RXSWINs", string.Join(", ", manifest.Rxswins.Select(change => $"{change.Before ?? "none"} becomes {change.After}"))),
            ("requires", string.Join(", ", manifest.Requires)),
            ("conflicts", string.Join(", ", manifest.Conflicts)),
            ("purpose", dossier.Purpose),
            ("affects", string.Join(", ", dossier.AffectedSystems.Select(
                system => dossier.TypeApprovedSystems.Contains(system) ? $"{system} (type approved)" : system))),
            ("requirements", Answer(dossier.AffectsRequirements)),
            ("parameters", Answer(dossier.AffectsParameters)),
            ("safety", Answer(dossier.SafetyRelevant)),
            ("approval", $"{dossier.Approval.ToString().ToLowerInvariant()} {dossier.ApprovalReference}".TrimEnd()),
            ("execution", dossier.Execution),
            ("evidence", string.Join(", ", dossier.SafetyEvidence.Concat(dossier.Verification))),
        ];
    }

    private static void WriteSigners(TableOutput output, Change change) => output.WriteTable(
        ["KEY", "SIGNED", "HANDED IN BY"],
        folded: 0,
        change.KeyIds.Select(id => change.Signatures.FirstOrDefault(one => one.KeyId == id) is { } signature
            ? (string[])[id, Moments.Utc(signature.SubmitTime), OperatorTable.Short(signature.Submitter)]
            : [id, "not yet", ""]));

    private static void WriteImages(TableOutput output, Manifest manifest) => output.WriteTable(
        ["ORDER", "IMAGE", "VERSION", "HARDWARE", "RELEASE", "SIZE", "SHA256", "REPLACES", "AFTER"],
        folded: 1,
        manifest.Images.OrderBy(image => image.Order).Select(image => (string[])
        [
            image.Order.ToString(CultureInfo.InvariantCulture),
            image.Path.Value,
            image.Version,
            output.Join(image.HardwareIds.Select(id => id.Value)),
            image.ReleaseCounter.ToString(CultureInfo.InvariantCulture),
            ByteCount.Of(image.Length),
            image.Hashes.Sha256![..12],
            image.Before.Count == 0 ? "any" : output.Join(image.Before.Select(hash => hash[..12])),
            output.Join(image.DependsOn.Select(path => path.Value)),
        ]));

    private static void WriteTexts(TableOutput output, Manifest manifest) => output.WriteTable(
        ["LANGUAGE", "TEXT", "WORDS"],
        folded: 2,
        manifest.Texts.SelectMany(text => Parts(text.Value)
            .Where(part => part.Words.Length > 0)
            .Select(part => (string[])[text.Key, part.Name, OneLine(part.Words)])));

    private static (string Name, string Words)[] Parts(UserText text) =>
    [
        ("title", text.Title),
        ("purpose", text.Purpose),
        ("changes", text.Changes),
        ("duration", text.Duration),
        ("unavailable", text.Unavailable),
        ("instructions", text.Instructions),
        ("manual", text.Manual),
    ];

    private static string OneLine(string text) => text.Replace('\n', ' ').TrimEnd();

    private static string Answer(Assessment assessment) => $"{(assessment.Answer ? "yes" : "no")}: {OneLine(assessment.Reason)}";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
