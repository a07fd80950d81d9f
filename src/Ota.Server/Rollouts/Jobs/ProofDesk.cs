using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Payloads.V1;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Vehicles.Contacts;
using Verdict = Ota.Payloads.V1.ProofReply.Types.Verdict;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>
/// Takes what vehicles show for their jobs. It is an inventory before it is a proof: presence, images, counters and alarms are kept as for
/// any other. The same bytes get the same answer, although the nonce in them was used up by the first time.
/// </summary>
internal sealed class ProofDesk(ContactDesk contacts, InstallDesk installs, VehicleUses uses, JobsMetrics metrics, RandomNumberGenerator random)
{
    public async Task<OtaAnswer> TakeAsync(Vid vehicle, OtaRequest.Proof proof, DateTimeOffset received, CancellationToken stop)
    {
        ContactAnswer shown = await contacts.ShowAsync(vehicle, proof.Message, received, stop);
        FoundInstall? found = shown.Receipt.IsRefused ? null : await installs.FindAsync(vehicle, proof.Job.Rollout, stop);
        ProofReply reply = found?.Install.Offer == proof.Job.Offer
            ? await JudgeAsync(vehicle, found, proof, shown, received, stop)
            : new ProofReply { Verdict = Verdict.Unknown };
        (reply.Rollout, reply.Offer) = (proof.Job.Rollout, (uint)proof.Job.Offer);
        metrics.Proved(reply.Verdict);
        return new OtaAnswer(new OtaCommand { ProofReply = reply }, shown.Receipt);
    }

    private async Task<ProofReply> JudgeAsync(
        Vid vehicle, FoundInstall found, OtaRequest.Proof proof, ContactAnswer shown, DateTimeOffset received, CancellationToken stop)
    {
        if (shown.IsRefused) return ReplyOf(Verdict.Refused, await RefuseAsync(found, shown, stop));
        if (found.Install.Found is { IsFresh: true } known && known.Digest == shown.Digest) return ReplyOf(known, found.Install);
        InventoryVerdict? verdict = shown.IsRepeated ? await contacts.VerifyAsync(vehicle, proof.Message.Inventory, received, stop) : shown.Proven;
        if (verdict is not InventoryVerdict.Proven proven)
        {
            // Nothing to verify it with; or keys have changed since these bytes were proven, and another one is wanted.
            return ReplyOf(shown.IsRepeated ? Verdict.Stale : Verdict.Refused, found.Install);
        }

        // Its use first: what it was used before its proof does not count for the soak.
        found = await uses.ContactAsync(found, proof.Use, stop);
        InventoryFinding finding = ProofFinding.Of(found.Install, proven, shown.Digest);
        return ReplyOf(finding, await ApplyAsync(found, new InstallEvent.Shown(finding, InstallNonce.Draw(random)), stop));
    }

    // What gets no event in the vehicle's history, because there are so many, gets none in the ledger.
    private async Task<Install> RefuseAsync(FoundInstall found, ContactAnswer shown, CancellationToken stop) =>
        shown.IsAlarmNoted || found.Install.Refusals == 0 ? await ApplyAsync(found, new InstallEvent.ProofRefused(), stop) : found.Install;

    private async Task<Install> ApplyAsync(FoundInstall found, InstallEvent happened, CancellationToken stop) =>
        (await installs.ApplyAsync(found.Rollout.Number, found.Install.Vehicle, happened, stop))?.Install ?? found.Install;

    // By what the install has come to. A match that came before the word that the vehicle is done confirms nothing yet: another one is asked for.
    private static ProofReply ReplyOf(InventoryFinding finding, Install install)
    {
        if (install.State == InstallState.Confirmed) return ReplyOf(Verdict.Confirmed, install);
        bool counts = finding.IsFresh && install.Found?.Digest == finding.Digest;
        if (!counts || finding.Matches) return ReplyOf(Verdict.Stale, install);
        ProofReply reply = ReplyOf(Verdict.Discrepant, install);
        reply.Differing.AddRange(finding.Differing.Select(ecu => ecu.Value));
        return reply;
    }

    private static ProofReply ReplyOf(Verdict verdict, Install install) =>
        new() { Verdict = verdict, Nonce = ByteString.CopyFrom(Convert.FromHexString(install.Nonce)) };
}
