using System.Net;

namespace Ota.Server.Vehicles.Enrolment;

internal static partial class EnrolmentLog
{
    [LoggerMessage(3030, LogLevel.Information, "Enrolled {Vid}")]
    public static partial void Enrolled(this ILogger log, string vid);

    [LoggerMessage(3031, LogLevel.Warning, "An enrolment from {Peer} was refused: {Outcome}")]
    public static partial void EnrolmentRefused(this ILogger log, IPAddress? peer, EnrolmentOutcome outcome);

    [LoggerMessage(3032, LogLevel.Information, "Renewed the certificate of {Vid}")]
    public static partial void Renewed(this ILogger log, string vid);

    [LoggerMessage(3033, LogLevel.Warning, "A renewal from {Peer} was refused: {Outcome}")]
    public static partial void RenewalRefused(this ILogger log, IPAddress? peer, EnrolmentOutcome outcome);
}
