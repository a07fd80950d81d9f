using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Core.Operators;

namespace Ota.Server.Operators;

/// <summary>Finds out whose credential it is.</summary>
internal sealed class OperatorAuthenticator(OperatorStore store, TimeProvider time)
{
    public async Task<Caller> ByCertificateAsync(X509Certificate2 certificate, CancellationToken stop)
    {
        // The handshake has checked the chain and the time; only the operators CA's certificates are ever registered.
        string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        HeldCredential? held = await store.FindCertificateAsync(fingerprint, stop);
        return await JudgeAsync(held, "certificate", stop);
    }

    public async Task<Caller> ByTokenAsync(string text, CancellationToken stop)
    {
        if (BearerToken.TryParse(text) is not { } token)
            return new Caller.Refused("The bearer token has not the form of one: send it whole, as it was handed out.");
        HeldCredential? held = await store.FindTokenAsync(token.Id, stop);
        return await JudgeAsync(held is not null && token.Matches(held.Fingerprint) ? held : null, "token", stop);
    }

    private async Task<Caller> JudgeAsync(HeldCredential? held, string kind, CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (held is null) return new Caller.Refused($"The {kind} is not known here: ask an admin for a credential of this server.");
        if (!held.IsUsable(now)) return new Caller.Refused($"The {kind} was revoked or has expired: ask an admin for a new one.");
        string today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (held.LastUsed != today) await store.NoteUseAsync(held.Id, today, stop);
        return RoleSet.TryParse(held.Roles, out RoleSet roles)
            ? new Caller.Known(new OperatorIdentity(held.Operator, roles, held.Id))
            : new Caller.Refused("A newer server gave this operator a role that this one does not know: use the newer server.");
    }
}
