using System.Globalization;
using System.Security.Cryptography;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Repository;

/// <summary>Collects signatures on changes, and publishes what has enough of them.</summary>
internal sealed class ChangeSigning(RepositoryPublisher publisher, Publication publication, Proposals proposals, ILogger<ChangeSigning> log)
{
    /// <param name="id">Of the change.</param>
    /// <param name="payloadSha256">What was signed.</param>
    /// <param name="signature">By whom.</param>
    /// <param name="submitter">The operator's name.</param>
    /// <param name="stop">Ends it before the commit.</param>
    /// <exception cref="Grpc.Core.RpcException">It is refused; the sentence says why.</exception>
    public async Task<ChangeRow> SubmitAsync(string id, ReadOnlyMemory<byte> payloadSha256, KeySignature signature, string submitter, CancellationToken stop)
    {
        (ChangeRow change, bool isStale) = await publisher.RunAsync(
            work => TakeAsync(work, id, payloadSha256, new ChangeSignatureRow(signature, submitter, work.Now)), stop);
        if (isStale) throw DraftedAgain(change);
        if (change.State == V1.ChangeState.Published) log.Published(change.Name, change.Version, change.Role.Value);
        return change;
    }

    /// <summary>Gives a change up, with what goes live only with it.</summary>
    public Task<ChangeRow> DropAsync(string id, string submitter, CancellationToken stop) => publisher.RunAsync(
        async work =>
        {
            ChangeRow change = await ChangeRows.FindAsync(work.Session, id) ?? throw Refused.NoChange(id);
            if (change.State == V1.ChangeState.Published) throw Refused.Because($"{change.Name} is published: propose a change that takes it back.");
            if (change.State == V1.ChangeState.Dropped) return change;
            bool isForRoot = change.BoundTo == RepositoryWork.Root;
            if (change.BoundTo.Length > 0 && !isForRoot) throw Refused.Because($"{change.Name} goes live with changes/{change.BoundTo}: drop that one.");
            foreach (ChangeRow one in work.GroupOf(change)) await work.DropAsync(one, $"Given up by {submitter}");
            if (isForRoot) await MetadataRows.SetWaitingRootAsync(work.Session, null);
            return (await ChangeRows.FindAsync(work.Session, id))!;
        },
        stop);

    private async Task<(ChangeRow Change, bool IsStale)> TakeAsync(
        RepositoryWork work, string id, ReadOnlyMemory<byte> payloadSha256, ChangeSignatureRow signature)
    {
        ChangeRow change = await ChangeRows.FindAsync(work.Session, id) ?? throw Refused.NoChange(id);
        if (change.State == V1.ChangeState.Dropped) throw Refused.Because($"{change.Name} was given up: propose it again.");
        bool isPayload = SHA256.HashData(change.Payload.Span).AsSpan().SequenceEqual(payloadSha256.Span);
        bool isRepeat = isPayload && change.Signatures.Any(one => one.Signature.KeyId == signature.Signature.KeyId);
        if (isRepeat) return (change, false);
        if (change.State == V1.ChangeState.Published) throw Refused.Because($"{change.Name} is published already.");
        if (!isPayload) throw DraftedAgain(change);
        Check(work, change, signature.Signature);
        if (await RedraftExpiredAsync(work, change)) return ((await ChangeRows.FindAsync(work.Session, id))!, true);

        await ChangeRows.SignAsync(work.Session, id, signature);
        int at = work.Open.FindIndex(open => open.Id == id);
        work.Open[at] = change with { Signatures = [.. change.Signatures, signature] };
        await PublishIfSignedAsync(work, work.Open[at]);
        return ((await ChangeRows.FindAsync(work.Session, id))!, false);
    }

    private async Task PublishIfSignedAsync(RepositoryWork work, ChangeRow change)
    {
        // Since it was proposed, the delegated role may have got a file that its new keys have not signed.
        foreach (ChangeRow one in work.GroupOf(change).Where(one => one.Edit!.Delegate is not null)) await proposals.AccompanyAsync(work, one);
        IReadOnlyList<ChangeRow> group = work.GroupOf(change);
        if (!group.All(work.IsSigned)) return;
        TrustedFile<RootMetadata>? root = change.BoundTo == RepositoryWork.Root ? work.WaitingRoot : null;
        if (root is not null && work.Now >= root.Metadata.Expires)
            throw Refused.Because(string.Create(CultureInfo.InvariantCulture, $"Root {root.Metadata.Version}, which waits for this, has expired: publish another."));
        await publication.PublishAsync(work, root, group);
    }

    private static void Check(RepositoryWork work, ChangeRow change, KeySignature signature)
    {
        Violations violations = new();
        RoleSigners? signers = work.SignersOf(change);
        TufKey? key = signers?.Role.KeyIds.Contains(signature.KeyId) == true ? signers.Keys.GetValueOrDefault(signature.KeyId) : null;
        if (key is null)
        {
            violations.Add("key_id", $"Not a key of the role {change.Role}: sign with one of those that the change lists.");
            violations.ThrowIfAny();
        }

        switch (key!.Verify(change.Payload.ToArray(), signature.Value))
        {
            case SignatureVerdict.Valid:
                return;
            case SignatureVerdict.NoLibrary:
                throw Refused.Because("The server's machine lacks libcrypto 3, which Ed25519 needs: install it, or sign with another key.");
            default:
                violations.Add("signature", "The key did not make it over this payload: sign the payload as GetChange gives it, ECDSA in DER.");
                violations.ThrowIfAny();
                return;
        }
    }

    private static async Task<bool> RedraftExpiredAsync(RepositoryWork work, ChangeRow change)
    {
        TargetsMetadata draft = SignedFile.Read<TargetsMetadata>(change.Draft!.ToBytes(), MetadataRole.Targets, change.Name).Metadata;
        if (work.Now < draft.Expires) return false;
        await Drafting.RedraftAsync(work, change);
        return true;
    }

    private static Grpc.Core.RpcException DraftedAgain(ChangeRow change) => Refused.Because(string.Create(
        CultureInfo.InvariantCulture,
        $"This is not the payload of {change.Name} any more, which was drafted again as version {change.Version}: get it, look at it and sign that."));
}
