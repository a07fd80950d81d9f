using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests;

/// <summary>Writes the dossier of a manifest.</summary>
internal static class DossierWriter
{
    public static JsonObject ToJson(Dossier dossier) => ManifestWriter.Compact(
        ("purpose", new JsonText(dossier.Purpose)),
        ("affectedSystems", ManifestWriter.Texts(dossier.AffectedSystems)),
        ("typeApprovedSystems", ManifestWriter.Optional(dossier.TypeApprovedSystems)),
        ("affectsRequirements", Answer(dossier.AffectsRequirements)),
        ("affectsParameters", Answer(dossier.AffectsParameters)),
        ("safetyRelevant", Answer(dossier.SafetyRelevant)),
        ("approval", ManifestWriter.Compact(
            ("state", new JsonText(ApprovalWords.Of(dossier.Approval))),
            ("reference", ManifestWriter.Optional(dossier.ApprovalReference)))),
        ("execution", new JsonText(dossier.Execution)),
        ("safetyEvidence", ManifestWriter.Texts(dossier.SafetyEvidence)),
        ("verification", ManifestWriter.Texts(dossier.Verification)));

    private static JsonObject Answer(Assessment assessment) =>
        JsonObject.Of(("answer", new JsonBoolean(assessment.Answer)), ("reason", new JsonText(assessment.Reason)));
}
