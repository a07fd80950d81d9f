using System.Security.Cryptography;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Bundles.Repository;

/// <summary>Turns proposals into open changes.</summary>
internal sealed class Proposals(RandomNumberGenerator random)
{
    private const int IdSize = 16;
    private const int MostOpen = 100; // All are read, and drafted again, when one is published; a file may have 5 MB.

    /// <exception cref="Grpc.Core.RpcException">It is impossible; the sentence says why.</exception>
    public async Task<ChangeRow> AddAsync(RepositoryWork work, ChangeProposal proposal)
    {
        if (work.Open.Find(open => open.Kind == proposal.Kind && open.Subject == proposal.Subject && open.BoundTo.Length == 0) is { } same)
            throw Refused.IsOpen(same);
        ChangeRow change = await OpenAsync(work, proposal, boundTo: "");
        return proposal.Edit.Delegate is null ? change : await AccompanyAsync(work, change);
    }

    /// <summary>Opens a change that goes live with a root or with another change.</summary>
    public async Task<ChangeRow> OpenAsync(RepositoryWork work, ChangeProposal proposal, string boundTo)
    {
        if (work.Open.Count >= MostOpen) throw Refused.Because($"{MostOpen} changes are open: sign or drop some of them first.");
        byte[] id = new byte[IdSize];
        random.GetBytes(id);
        ChangeRow empty = new()
        {
            Id = Convert.ToHexStringLower(id),
            Kind = proposal.Kind,
            State = V1.ChangeState.Open,
            Subject = proposal.Subject,
            Role = proposal.Role,
            Edit = proposal.Edit,
            BoundTo = boundTo,
            Version = 0,
            KeyIds = [],
            Threshold = 0,
            Summary = proposal.Summary,
            Creator = proposal.Creator,
            CreateTime = work.Now,
        };
        (ChangeRow? drafted, string problem) = await Drafting.DraftAsync(work, empty);
        if (drafted is null) throw Refused.Because(problem);
        await ChangeRows.AddAsync(work.Session, drafted);
        work.Open.Add(drafted);
        return drafted;
    }

    /// <summary>
    /// A delegation goes live with a file that its keys have signed: a role that clients are sent to and that has none would end their
    /// search (TUF 4.4 wants every role in the snapshot).
    /// </summary>
    public async Task<ChangeRow> AccompanyAsync(RepositoryWork work, ChangeRow delegation)
    {
        DelegatedRole role = delegation.Edit!.Delegate!.Roles[0];
        if (IsKept(work, delegation.Edit.Delegate, role) || work.Open.Exists(open => open.BoundTo == delegation.Id)) return delegation;
        TargetsMetadata? published = work.Image.Targets.GetValueOrDefault(role.Name.Value)?.Metadata;
        bool isNew = published is null;
        ChangeProposal companion = new(
            V1.ChangeKind.Renewal,
            role.Name.Value,
            role.Name,
            Companion(work, role.Name, published),
            delegation.Creator,
            [isNew ? $"The first file of {role.Name}, without images" : $"The images of {role.Name} again, for its new keys", $"Goes live with {delegation.Name}"]);
        ChangeRow opened = await OpenAsync(work, companion, delegation.Id);
        ChangeRow noted = await ChangeRows.NoteAsync(work.Session, delegation, $"Goes live when the file of {role.Name}, {opened.Name}, is signed by these keys too");
        work.Open[work.Open.FindIndex(one => one.Id == delegation.Id)] = noted;
        return noted;
    }

    // Whoever gets a name anew does not answer for what stood there under an earlier delegation.
    private static TargetsEdit Companion(RepositoryWork work, RoleName role, TargetsMetadata? published)
    {
        bool isDelegated = work.Image.Delegations.Any(one => one.Name == role);
        return new TargetsEdit { Remove = isDelegated || published is null ? [] : [.. published.Targets.Keys] };
    }

    private static bool IsKept(RepositoryWork work, Delegations delegations, DelegatedRole role)
    {
        bool isDelegated = work.Image.Delegations.Any(one => one.Name == role.Name);
        TrustedFile<TargetsMetadata>? file = work.Image.Targets.GetValueOrDefault(role.Name.Value);
        return isDelegated && file is not null && file.Envelope.Count(new KeyRing(delegations.Keys, role.Keys)).IsMet;
    }
}
