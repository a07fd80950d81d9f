using System.Net;

namespace Ota.Server.Vehicles.Enrolment;

internal static partial class EnrolmentLog
{
    [LoggerMessage(2800, LogLevel.Information, "Enrolled {Vid}")]
    public static partial void Enrolled(this ILogger log, string vid);

    [LoggerMessage(2801, LogLevel.Warning, "An enrolment from {Peer} was refused: {Outcome}")]
    public static partial void EnrolmentRefused(this ILogger log, IPAddress? peer, EnrolmentOutcome outcome);
}
