using System.Net;

namespace Ota.Server.Operators;

internal static partial class OperatorsLog
{
    [LoggerMessage(2000, LogLevel.Warning, "A credential from {Peer} was refused: {Reason}")]
    public static partial void CredentialRefused(this ILogger log, IPAddress? peer, string reason);

    [LoggerMessage(2001, LogLevel.Warning, "The database could not say whose credential it is")]
    public static partial void LookupFailed(this ILogger log, Exception cause);

    [LoggerMessage(2002, LogLevel.Warning, "{Operator} may not call {Method}")]
    public static partial void PermissionDenied(this ILogger log, string @operator, string method);

    [LoggerMessage(2003, LogLevel.Warning, "The database failed during {Method}")]
    public static partial void StorageFailed(this ILogger log, string method, Exception cause);

    [LoggerMessage(2004, LogLevel.Information, "Made the first operator; its credential is in {Folder}")]
    public static partial void FirstOperatorMade(this ILogger log, string folder);

    [LoggerMessage(2005, LogLevel.Information, "Renewed the certificate of the first operator in {Folder}")]
    public static partial void FirstOperatorRenewed(this ILogger log, string folder);

    [LoggerMessage(
        2006, LogLevel.Warning,
        "The database has operators already, so none was made here: put a credential of one of them into {Folder}")]
    public static partial void NoFirstOperator(this ILogger log, string folder);
}
