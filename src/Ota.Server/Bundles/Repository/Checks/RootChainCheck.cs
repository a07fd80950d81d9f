using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Walks from root 1 to the newest as a vehicle does that was built with root 1.</summary>
internal static class RootChainCheck
{
    private const string Restore = "restore the database from a backup";

    /// <summary>The roots that hold, from the first on.</summary>
    public static async Task<IReadOnlyList<RootMetadata>> RunAsync(RepositorySession session, V1.RepositoryKind kind, CheckReport report)
    {
        string place = $"The {RepositoryWords.Of(kind)} repository";
        List<RootMetadata> chain = [];
        TrustedSet? set = null;
        foreach (MetadataFile file in await MetadataRows.RootsAsync(session, kind))
        {
            report.FileRead();
            await report.BytesReadAsync(file.Bytes.Length);
            if (file.Version != chain.Count + 1 || file.Name != RepositoryFiles.Root(file.Version))
            {
                await report.ProblemAsync($"{place} has no root {chain.Count + 1} before {file.Name}: {Restore}, since vehicles walk from root to root.");
                return chain;
            }

            Refusal? refusal = set is null
                ? RefreshMachine.Start(file.Bytes.Span, MetadataDialect.Tuf, MetadataLimits.Default, DateTimeOffset.MinValue, out set)
                : RefreshMachine.Apply(set, new WantedFile.Root(file.Name, file.Bytes.Length), file.Bytes.ToArray(), out set);
            if (refusal is null && set!.Root.Metadata.Version != file.Version)
                refusal = new Refusal(RefusalReason.Mismatch, file.Name, "It has another version than its name.");
            if (refusal is not null)
            {
                await report.ProblemAsync($"{place}: {file.Name} is not what was published: {refusal.Sentence} So {Restore}.");
                return chain;
            }

            chain.Add(set!.Root.Metadata);
        }

        return chain;
    }
}
