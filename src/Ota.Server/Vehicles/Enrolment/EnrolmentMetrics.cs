using System.Diagnostics.Metrics;

namespace Ota.Server.Vehicles.Enrolment;

internal sealed class EnrolmentMetrics
{
    private static readonly Dictionary<EnrolmentOutcome, string> Names = new()
    {
        [EnrolmentOutcome.Enrolled] = "enrolled",
        [EnrolmentOutcome.BadRequest] = "bad_request",
        [EnrolmentOutcome.UnknownClaim] = "unknown_claim",
        [EnrolmentOutcome.SpentClaim] = "spent_claim",
        [EnrolmentOutcome.VehicleNotActive] = "vehicle_not_active",
        [EnrolmentOutcome.BadCertificate] = "bad_certificate",
        [EnrolmentOutcome.TooEarly] = "too_early",
        [EnrolmentOutcome.TooMany] = "too_many",
    };

    private readonly Counter<long> _enrolments;
    private readonly Counter<long> _renewals;

    public EnrolmentMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Enrolment");
        _enrolments = meter.CreateCounter<long>("ota.enrolment.tries", "{try}", "Claims that were shown for a certificate, by outcome.");
        _renewals = meter.CreateCounter<long>("ota.enrolment.renewals", "{try}", "Certificates that vehicles wanted to renew, by outcome.");
    }

    public void Tried(EnrolmentOutcome outcome) => _enrolments.Add(1, new KeyValuePair<string, object?>("outcome", Names[outcome]));

    public void TriedToRenew(EnrolmentOutcome outcome) => _renewals.Add(1, new KeyValuePair<string, object?>("outcome", Names[outcome]));
}
