using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Vehicles;
using Ota.Server.Operators;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Trades a claim for a certificate. Anybody may come here, so each step is cheaper than the one behind it.</summary>
internal sealed class EnrolmentDesk(
    EnrolmentRate rate, EnrolmentStore store, VehicleIssuer issuer, FleetCertificates fleet, EnrolmentMetrics metrics)
{
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
        (EnrolmentOutcome outcome, int ended) = await store.EnrolAsync(claim, vid =>
        {
            (CertificateRow row, string pem) = issuer.Issue(vid, key);
            (response.Vid, response.CertificateChain, response.ServerRoot) = (vid.Value, pem + issuer.CaPem, issuer.RootPem);
            response.ExpireTime = DateTimeOffset.FromUnixTimeMilliseconds(row.Expires).ToTimestamp();
            fingerprint = row.Fingerprint;
            return row;
        }, stop);
        if (outcome != EnrolmentOutcome.Enrolled) return (outcome, "The claim is used up or has ended; ask the plant or a workshop for another.");
        fleet.Keep(fingerprint, isGood: true);
        if (ended > 0) await fleet.NoteRevocationAsync(CancellationToken.None);
        return (outcome, "");
    }

    // The same whether the id or the secret is wrong.
    private static (EnrolmentOutcome, string) Unknown =>
        (EnrolmentOutcome.UnknownClaim, "This is no claim of this server; send it whole, as the plant wrote it into the vehicle.");
}
