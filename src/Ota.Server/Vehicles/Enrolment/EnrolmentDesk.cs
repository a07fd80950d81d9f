using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Vehicles;
using Ota.Server.Operators;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Trades a claim, or an earlier certificate, for a certificate. Anybody may come here, so each step is cheaper than the one behind it.</summary>
internal sealed class EnrolmentDesk(
    EnrolmentRate rate, EnrolmentStore store, VehicleIssuer issuer, FleetCertificates fleet, EnrolmentMetrics metrics)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task<(EnrolmentOutcome Outcome, V1.EnrolResponse? Response, string Problem)> EnrolAsync(
        V1.EnrolRequest request, CancellationToken stop)
    {
        V1.EnrolResponse response = new();
        (EnrolmentOutcome outcome, string problem) = rate.TryPass()
            ? await TryAsync(request, response, stop)
            : (EnrolmentOutcome.TooMany, "Too many vehicles enrol at this time; try again in some seconds.");
        metrics.Tried(outcome);
        return (outcome, outcome == EnrolmentOutcome.Enrolled ? response : null, problem);
    }

    /// <summary>Trades the certificate that a vehicle came with.</summary>
    public async Task<(EnrolmentOutcome Outcome, V1.EnrolResponse? Response, string Problem)> RenewAsync(
        X509Certificate2? certificate, V1.RenewRequest request, CancellationToken stop)
    {
        V1.EnrolResponse response = new();
        (EnrolmentOutcome outcome, string problem) = rate.TryPass()
            ? await TryRenewAsync(certificate, request, response, stop)
            : (EnrolmentOutcome.TooMany, "Too many vehicles enrol at this time; try again in some seconds.");
        metrics.TriedToRenew(outcome);
        return (outcome, outcome == EnrolmentOutcome.Enrolled ? response : null, problem);
    }

    private async Task<(EnrolmentOutcome Outcome, string Problem)> TryAsync(
        V1.EnrolRequest request, V1.EnrolResponse response, CancellationToken stop)
    {
        if (FactoryClaim.TryParse(request.Claim) is not { } claim) return Unknown;
        if (SigningRequest.TryRead(request.CertificateSigningRequest, out string problem) is not { } key)
            return (EnrolmentOutcome.BadRequest, $"certificate_signing_request: {problem}");
        if (await store.FindClaimAsync(claim.Id, stop) is not { } row || !claim.Matches(row.SecretHash)) return Unknown;
        return await UseAsync(row, key, response, stop);
    }

    private async Task<(EnrolmentOutcome Outcome, string Problem)> UseAsync(
        ClaimRow claim, PublicKey key, V1.EnrolResponse response, CancellationToken stop)
    {
        string fingerprint = "";
        (EnrolmentOutcome outcome, int ended) =
            await store.EnrolAsync(claim, vid => Issue(vid, key, response, out fingerprint), stop);
        if (outcome != EnrolmentOutcome.Enrolled) return (outcome, "The claim is used up or has ended; ask the plant or a workshop for another.");
        await NoteAsync(fingerprint, ended);
        return (outcome, "");
    }

    private async Task<(EnrolmentOutcome Outcome, string Problem)> TryRenewAsync(
        X509Certificate2? certificate, V1.RenewRequest request, V1.EnrolResponse response, CancellationToken stop)
    {
        if (certificate is null || !await fleet.IsGoodAsync(certificate, stop))
            return (EnrolmentOutcome.BadCertificate, "Come with the vehicle's certificate, over TLS; without one that is good it has to enrol again.");
        if (SigningRequest.TryRead(request.CertificateSigningRequest, out string problem) is not { } key)
            return (EnrolmentOutcome.BadRequest, $"certificate_signing_request: {problem}");
        string fingerprint = "";
        (EnrolmentOutcome outcome, int ended) = await store.RenewAsync(
            FleetCertificates.FingerprintOf(certificate), Pause, vid => Issue(vid, key, response, out fingerprint), stop);
        if (outcome == EnrolmentOutcome.TooEarly) return (outcome, "The vehicle got a certificate within this hour; try again later.");
        if (outcome != EnrolmentOutcome.Enrolled) return (outcome, "The certificate has ended or its vehicle is not active; the vehicle has to enrol again.");
        await NoteAsync(fingerprint, ended);
        return (outcome, "");
    }

    private CertificateRow Issue(Vid vid, PublicKey key, V1.EnrolResponse response, out string fingerprint)
    {
        (CertificateRow row, string pem) = issuer.Issue(vid, key);
        (response.Vid, response.CertificateChain, response.ServerRoot) = (vid.Value, pem + issuer.CaPem, issuer.RootPem);
        response.ExpireTime = DateTimeOffset.FromUnixTimeMilliseconds(row.Expires).ToTimestamp();
        fingerprint = row.Fingerprint;
        return row;
    }

    private async Task NoteAsync(string fingerprint, int ended)
    {
        fleet.Keep(fingerprint, isGood: true);
        if (ended > 0) await fleet.NoteRevocationAsync(CancellationToken.None);
    }

    // The same whether the id or the secret is wrong.
    private static (EnrolmentOutcome, string) Unknown =>
        (EnrolmentOutcome.UnknownClaim, "This is no claim of this server; send it whole, as the plant wrote it into the vehicle.");
}
