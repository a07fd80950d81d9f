namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads the dossier.</summary>
internal static class DossierReader
{
    private static readonly string[] Members =
    [
        "purpose", "affectedSystems", "typeApprovedSystems", "affectsRequirements", "affectsParameters", "safetyRelevant", "approval",
        "execution", "safetyEvidence", "verification",
    ];

    public static Dossier? Read(ManifestFields manifest)
    {
        if (manifest.Fields("dossier", "an object with the assessment of UN R156, 7.1.2.5", Members) is not { } fields) return null;
        int before = fields.Problems.Count;
        string? purpose = fields.Text("purpose", TextRule.Prose);
        string[] affected = List(fields, "affectedSystems", 1, TextRule.Heading);
        string[] approved = ReadTypeApproved(fields, affected);
        Assessment? requirements = ReadAnswer(fields, "affectsRequirements");
        Assessment? parameters = ReadAnswer(fields, "affectsParameters");
        Assessment? safety = ReadAnswer(fields, "safetyRelevant");
        (ApprovalState? state, string reference) = ReadApproval(fields);
        string? execution = fields.Text("execution", TextRule.Prose);
        string[] evidence = List(fields, "safetyEvidence", 1, TextRule.Reference);
        string[] verification = List(fields, "verification", 1, TextRule.Reference);
        if (fields.Problems.Count > before) return null;
        return new Dossier
        {
            Purpose = purpose!,
            AffectedSystems = affected,
            TypeApprovedSystems = approved,
            AffectsRequirements = requirements!,
            AffectsParameters = parameters!,
            SafetyRelevant = safety!,
            Approval = state!.Value,
            ApprovalReference = reference,
            Execution = execution!,
            SafetyEvidence = evidence,
            Verification = verification,
        };
    }

    private static string[] List(ManifestFields fields, string name, int least, TextRule rule) =>
        [.. fields.Texts(name, least, ManifestLimits.List, rule).Select(item => item.Value)];

    private static string[] ReadTypeApproved(ManifestFields fields, string[] affected)
    {
        IReadOnlyList<Indexed<string>> approved = fields.Texts("typeApprovedSystems", 0, ManifestLimits.List, TextRule.Heading);
        foreach (Indexed<string> stranger in approved.Where(item => !affected.Contains(item.Value)))
        {
            string pointer = JsonPointer.Item(fields.PointerOf("typeApprovedSystems"), stranger.Index);
            fields.Problems.Add(pointer, "This is not among affectedSystems; add it there, or write it as it stands there.");
        }

        return [.. approved.Select(item => item.Value)];
    }

    private static Assessment? ReadAnswer(ManifestFields dossier, string name)
    {
        if (dossier.Fields(name, "an object with answer and reason", "answer", "reason") is not { } fields) return null;
        bool? answer = fields.Flag("answer");
        string? reason = fields.Text("reason", TextRule.Prose);
        return answer is null || reason is null ? null : new Assessment(answer.Value, reason);
    }

    private static (ApprovalState? State, string Reference) ReadApproval(ManifestFields dossier)
    {
        if (dossier.Fields("approval", "an object with state, and reference if there is one", "state", "reference") is not { } fields)
            return (null, "");
        string? word = fields.Text("state", TextRule.Word(ApprovalWords.All));
        string? reference = fields.TextIfAny("reference", TextRule.Reference);
        ApprovalState? state = word is null ? null : ApprovalWords.Read(word);
        if (state is ApprovalState.Requested or ApprovalState.Granted && !fields.Has("reference"))
            fields.Problems.Add(fields.Pointer, "reference is missing; say where the approval or the request for it is kept.");
        return (state, reference ?? "");
    }
}
