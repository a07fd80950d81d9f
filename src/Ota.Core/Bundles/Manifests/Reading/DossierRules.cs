namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Where the dossier, the RXSWINs and the preconditions have to fit each other (UN R156, 7.1.1.3, 7.1.2.5 and 7.2.2).</summary>
internal static class DossierRules
{
    public static void Check(
        ManifestFields manifest, Dossier? dossier, IReadOnlyList<Indexed<RxswinChange>> rxswins, IReadOnlyList<Precondition> preconditions)
    {
        if (dossier is null) return;
        string place = manifest.PointerOf("dossier");
        bool affectsApproval = dossier.AffectsRequirements.Answer || dossier.AffectsParameters.Answer;
        if (affectsApproval && dossier.Approval is ApprovalState.NotNeeded)
            Refuse("approval", "An approval is affected, so the authority has to be asked: state is requested or granted.");
        if (affectsApproval && dossier.TypeApprovedSystems.Count == 0)
            Refuse("typeApprovedSystems", "An approval is affected; name the type approved systems.");
        if (rxswins.Count > 0 && dossier.Approval is ApprovalState.NotNeeded)
            manifest.Refuse("rxswins", "An RXSWIN changes when an approval does, and the dossier says that none is needed.");
        if (dossier.SafetyRelevant.Answer && !preconditions.Any(one => one.Name == PreconditionVocabulary.Parked))
            manifest.Refuse("preconditions", "parked is missing; what safety depends on is not installed in a moving vehicle.");

        void Refuse(string name, string sentence) => manifest.Problems.Add(JsonPointer.Member(place, name), sentence);
    }
}
