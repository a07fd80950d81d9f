using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Cli.Output;
using Ota.Core.Bundles.Keys;
using Ota.V1;

namespace Ota.Cli.Signing;

/// <summary>Signs changes: shows what the bytes say, asks, signs them here, and hands the signatures in.</summary>
/// <param name="session">The server.</param>
/// <param name="keys">What to sign with.</param>
/// <param name="isConfirmed">Whether nobody is asked.</param>
/// <param name="rootFile">The signer's own copy of a root, which what is published is checked by; null takes the server's.</param>
internal sealed class ChangeSigner(Session session, SigningKeys keys, bool isConfirmed, byte[]? rootFile = null)
{
    /// <summary>Signs one change with all keys, or with as many as it still needs.</summary>
    /// <param name="changeName">"changes/{id}".</param>
    /// <param name="stop">Ends the questions; calls end with the session.</param>
    /// <returns>The change with the signatures.</returns>
    /// <exception cref="CliException">There is nothing to sign, the bytes are not what they should be, or a key does not count.</exception>
    public async Task<Change> SignAsync(string changeName, CancellationToken stop)
    {
        Change change = await session.CallAsync(
            "Fetching the change", options => session.Repository.GetChangeAsync(new GetChangeRequest { Name = changeName }, options));
        if (change.State is not ChangeState.Open)
            throw CliException.Refused($"{change.Name} is {change.State.ToString().ToLowerInvariant()}; there is nothing left to sign.");
        ChangePayload payload = ChangePayload.Read(change);
        await ShowAsync(change, payload);
        await SignQuestion.AskAsync(isConfirmed, session.Around, stop);
        using SignerSet signers = await keys.OpenAsync(stop);
        CheckAll(signers, change);
        foreach ((ISigner signer, string origin) in signers.All)
        {
            if (change.State is not ChangeState.Open)
                session.Say($"{origin} is not needed any more.");
            else if (change.Signatures.Any(signature => signature.KeyId == signer.Key.Id.Value))
                session.Say($"{origin} signed this before.");
            else
                change = await SubmitAsync(changeName, payload, signer.Sign(payload.Bytes));
        }

        session.Say(Outcome(change));
        return change;
    }

    private static string Outcome(Change change) => (change.State, change.Threshold - change.Signatures.Count) switch
    {
        (ChangeState.Published, _) => $"{change.Name} has all signatures and is published.",
        (_, > 0 and var missing) => $"{change.Name} needs {missing} more of {change.Threshold} signatures.",
        _ => $"{change.Name} has all its signatures and waits for what goes live with it: see `ota repo changes --open`.",
    };

    /// <summary>Shows the server's words and, apart from them, what the bytes say.</summary>
    private async Task ShowAsync(Change change, ChangePayload payload)
    {
        session.Say($"{change.Name}, about {change.Subject}, proposed by {change.Creator} at {Moments.Utc(change.CreateTime)}. The server describes it so:");
        foreach (string line in change.Summary) session.Say($"  {line}");
        session.Say(rootFile is null
            ? "The bytes to sign say (compared with what the server publishes; --root FILE, a root of your own, makes sure of that):"
            : "The bytes to sign say:");
        foreach (string line in ChangeReview.Of(payload, await new PublishedTargets(session, rootFile).FindAsync(payload.Role), session.Now)) session.Say(line);
    }

    // All before the first signature: half a change signed by mistake is worth nothing.
    private static void CheckAll(SignerSet signers, Change change)
    {
        foreach ((ISigner signer, string origin) in signers.All)
        {
            if (!change.KeyIds.Contains(signer.Key.Id.Value))
                throw CliException.Refused($"{origin} is the key {signer.Key.Id}, which does not sign for {change.Role}; its keys are {string.Join(", ", change.KeyIds)}.");
        }
    }

    private async Task<Change> SubmitAsync(string changeName, ChangePayload payload, KeySignature signature)
    {
        SubmitSignatureRequest request = new()
        {
            Name = changeName,
            PayloadSha256 = ByteString.CopyFrom(SHA256.HashData(payload.Bytes)),
            KeyId = signature.KeyId.Value,
            Signature = ByteString.CopyFrom(signature.Value),
        };
        return await session.CallAsync("Handing the signature in", options => session.Repository.SubmitSignatureAsync(request, options));
    }
}
