using Ota.Cli.Repositories;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.V1;

namespace Ota.Cli.Signing;

/// <summary>
/// What is published of a role, checked from a root on as a vehicle checks it (except expiry: a repository whose files expired must be
/// able to be renewed). Only a root that the signer brought along makes this independent of the server.
/// </summary>
/// <param name="session">The server.</param>
/// <param name="rootFile">The signer's own copy of a root; null takes the server's.</param>
internal sealed class PublishedTargets(Session session, byte[]? rootFile)
{
    private const string NewestRoot = "root.json";

    /// <returns>Null if nothing is published of the role.</returns>
    /// <exception cref="CliException">What the server publishes is not signed as it must be.</exception>
    public async Task<TargetsMetadata?> FindAsync(RoleName role)
    {
        byte[]? root = rootFile ?? await FetchAsync(NewestRoot);
        if (root is null || await FetchAsync(RepositoryFiles.Timestamp) is null) return null;
        Refusal? refusal = RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, DateTimeOffset.MinValue, out TrustedSet? set);
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
            refusal = RefreshMachine.Apply(set!, wanted, await FetchAsync(wanted.FileName), out set);
        if (refusal is not null) throw Refuse(refusal);
        TargetsMetadata top = set!.Targets[DelegationChain.Top].Metadata;
        return role == RoleName.Targets ? top : await DelegatedAsync(role, top, set);
    }

    private async Task<TargetsMetadata?> DelegatedAsync(RoleName role, TargetsMetadata top, TrustedSet set)
    {
        if (!set.Snapshot!.Metadata.Files.TryGetValue(role.FileName, out FileReference? reference)) return null;
        string name = RepositoryFiles.Targets(reference.Version, role);
        byte[] file = await FetchAsync(name) ?? throw Refuse(new Refusal(RefusalReason.Missing, name, "The repository does not have it."));
        SignedEnvelope? envelope = SignedEnvelope.TryRead(file, MetadataRole.Targets, MetadataDialect.Tuf, MetadataLimits.Default, out string? problem);
        bool isMeant = envelope is not null && reference.IsTo(file) && top.Delegations?.RingOf(role) is { } ring && envelope.Count(ring).IsMet;
        return isMeant && MetadataDecoder.TryDecode(envelope!.Signed, MetadataRole.Targets, MetadataDialect.Tuf, out problem) is TargetsMetadata metadata
            ? metadata
            : throw Refuse(new Refusal(RefusalReason.BelowThreshold, name, problem ?? "It is not signed by the keys of its delegation."));
    }

    private static CliException Refuse(Refusal refusal) =>
        CliException.Refused($"What the server publishes is not what a vehicle would trust, so no difference to it can be shown: {refusal}");

    private Task<byte[]?> FetchAsync(string name) => PublishedFile.FindAsync(session, RepositoryKind.Image, name);
}
