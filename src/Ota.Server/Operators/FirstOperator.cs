using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Core.Operators;
using Ota.Server.Pki;

namespace Ota.Server.Operators;

/// <summary>
/// Makes the operator "admin" with all roles when there is no operator yet, and keeps its certificate fresh. The files are written
/// before the row, so that a crash between leaves no operator, and the next start makes all of it again.
/// </summary>
internal sealed class FirstOperator(
    OperatorStore store, CredentialOffice office, OperatorsOptions options, TimeProvider time, ILogger<FirstOperator> log)
{
    public const string Name = "admin";
    public const string Folder = "operators";

    private TimeSpan Lifetime => TimeSpan.FromDays(options.CredentialDays);

    // 30 days before the end, unless credentials live shorter than usual.
    private TimeSpan RenewBefore => Lifetime / 13;

    public async Task EnsureAsync(string dataFolder, CancellationToken stop)
    {
        string folder = Path.Combine(dataFolder, Folder);
        Directory.CreateDirectory(folder);
        PemPair files = PemPair.In(folder, Name);
        if ((await store.ListAsync("", 1, stop)).Count == 0)
            await MakeAsync(files, folder, stop);
        else
            await RenewAsync(files, folder, stop);
    }

    private async Task MakeAsync(PemPair files, string folder, CancellationToken stop)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (CredentialRow credential, X509Certificate2 certificate) =
            office.Certify(OperatorName.TryParse(Name)!, new PublicKey(key), Lifetime);
        using (certificate) files.Save(certificate, key);
        OperatorRow row = new() { Name = Name, Roles = RoleSet.All.ToString(), Created = time.GetUtcNow().ToUnixTimeMilliseconds() };
        if (await store.TryAddAsync(row, credential, stop))
        {
            log.FirstOperatorMade(folder);
            return;
        }

        // Another server on the same database was faster.
        files.Delete();
        log.NoFirstOperator(folder);
    }

    // The key stays, so that only one file changes; the row goes first, because the old certificate still works until then.
    private async Task RenewAsync(PemPair files, string folder, CancellationToken stop)
    {
        using X509Certificate2? present = files.TryLoad();
        if (present is null) log.NoFirstOperator(folder);
        if (present is null || present.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime >= RenewBefore) return;
        HeldCredential? held =
            await store.FindCertificateAsync(present.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), stop);
        if (held is not { Revoked: null, Disabled: null }) return;
        (CredentialRow credential, X509Certificate2 renewed) = office.Certify(OperatorName.TryParse(Name)!, present.PublicKey, Lifetime);
        using (renewed)
        {
            await store.TryAddCredentialAsync(credential, stop);
            files.SaveCertificate(renewed);
        }

        log.FirstOperatorRenewed(folder);
    }
}
