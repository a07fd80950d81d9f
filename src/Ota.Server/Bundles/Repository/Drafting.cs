using System.Globalization;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Makes the file of a change, on top of what is published.</summary>
internal static class Drafting
{
    private const int SignatureSize = 1200; // In hexadecimal with its key id; RSA with 4096 bits is the longest.

    /// <returns>The change with version, file and signers; or a sentence that says why there can be none.</returns>
    public static async Task<(ChangeRow? Drafted, string Problem)> DraftAsync(RepositoryWork work, ChangeRow change)
    {
        if (work.SignersOf(change) is not { } signers) return (null, NobodySigns(change.Role));
        TargetsMetadata? current = work.Image.Targets.GetValueOrDefault(change.Role.Value)?.Metadata;
        DelegatedRole? delegation = work.Image.Delegations.FirstOrDefault(role => role.Name == change.Role);
        string? problem = TargetsDraft.Problem(current, change.Edit!, delegation) ?? await FindTakenAsync(work, change.Edit!);
        if (problem is not null) return (null, problem);

        TargetsMetadata next = TargetsDraft.Apply(current, change.Edit!, work.Now);
        MetadataDraft draft = MetadataDraft.Of(next, MetadataDialect.Tuf);
        int length = draft.ToBytes().Length + (signers.Role.KeyIds.Count * SignatureSize);
        if (length > MetadataLimits.Default.TargetsBytes)
            return (null, string.Create(CultureInfo.InvariantCulture, $"The file of {change.Role} would have {length} bytes and clients read {MetadataLimits.Default.TargetsBytes}: remove images that no vehicle needs any more."));
        return (change with { Version = next.Version, Draft = draft, KeyIds = signers.Role.KeyIds, Threshold = signers.Role.Threshold, Signatures = [] }, "");
    }

    /// <summary>Drafts again what the published roles, or other keys, have made stale.</summary>
    public static async Task RedraftAsync(RepositoryWork work, IReadOnlySet<RoleName> published)
    {
        foreach (ChangeRow change in work.Open.ToArray())
        {
            bool isCurrent = !published.Contains(change.Role) && work.SignersOf(change)?.AreThoseOf(change) == true;
            if (!isCurrent) await RedraftAsync(work, change);
        }
    }

    public static async Task RedraftAsync(RepositoryWork work, ChangeRow change)
    {
        (ChangeRow? drafted, string problem) = await DraftAsync(work, change);
        if (drafted is null)
        {
            await work.DropAsync(change, $"Given up: {problem}");
            return;
        }

        await ChangeRows.ReplaceDraftAsync(work.Session, drafted);
        work.Open[work.Open.FindIndex(one => one.Id == change.Id)] = drafted;
    }

    private static string NobodySigns(RoleName role) => role == RoleName.Targets
        ? "No root of the Image repository is published: publish one first."
        : $"Nothing is delegated to {role}: propose the delegation first.";

    private static async Task<string?> FindTakenAsync(RepositoryWork work, TargetsEdit edit)
    {
        foreach ((TargetPath path, TargetEntry entry) in edit.Add)
        {
            if (await MetadataRows.ContentOfAsync(work.Session, path) is { } sha256 && sha256 != entry.Hashes.Sha256) return TargetsDraft.NameIsTaken(path);
        }

        return null;
    }
}
