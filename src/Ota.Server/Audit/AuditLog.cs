namespace Ota.Server.Audit;

internal static partial class AuditLog
{
    [LoggerMessage(2100, LogLevel.Error, "The audit log cannot be written, so call {CallId} of {Method} was refused")]
    public static partial void IntentNotWritten(this ILogger log, string callId, string method, Exception cause);

    [LoggerMessage(2101, LogLevel.Error, "The outcome of call {CallId} of {Method}, {Outcome}, could not be written to the audit log")]
    public static partial void OutcomeNotWritten(this ILogger log, string callId, string method, string outcome, Exception cause);
}
