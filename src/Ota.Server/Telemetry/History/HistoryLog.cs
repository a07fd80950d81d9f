namespace Ota.Server.Telemetry.History;

internal static partial class HistoryLog
{
    [LoggerMessage(2700, LogLevel.Error, "Telemetry cannot be stored: {Reason} Vehicles are not answered, so they keep what they sent")]
    public static partial void NotReady(this ILogger log, string reason);

    [LoggerMessage(2701, LogLevel.Information, "Telemetry is stored again")]
    public static partial void ReadyAgain(this ILogger log);

    [LoggerMessage(2702, LogLevel.Error, "{Reason} It was set aside as {Place}: readings in its chunks are missing until somebody repairs it")]
    public static partial void SetAside(this ILogger log, string reason, string place);

    [LoggerMessage(2703, LogLevel.Error, "Row {Position} of the journal of {File} is damaged, its messages are lost")]
    public static partial void JournalRowDamaged(this ILogger log, string file, long position, Exception cause);

    [LoggerMessage(2704, LogLevel.Error, "{Count} chunks of {File} are damaged and were left out of an answer")]
    public static partial void ChunksDamaged(this ILogger log, string file, int count);

    [LoggerMessage(2705, LogLevel.Information, "{File} of the telemetry history is older than {Days} days and was dropped")]
    public static partial void Dropped(this ILogger log, string file, int days);

    [LoggerMessage(2706, LogLevel.Warning, "The clock jumped by {Seconds} s, so nothing is dropped from the telemetry history until it has been steady for a day")]
    public static partial void ClockJumped(this ILogger log, long seconds);

    [LoggerMessage(2707, LogLevel.Error, "The telemetry history cannot be read: {Reason} Its readings were left out of an answer")]
    public static partial void NotReadable(this ILogger log, string reason);

    [LoggerMessage(2708, LogLevel.Error, "Downsampling of telemetry waits: {Reason}")]
    public static partial void DownsamplingWaits(this ILogger log, string reason);

    [LoggerMessage(2709, LogLevel.Error, "The state of vehicle {Vid} in {File} is damaged: repeats of its older messages will be stored again")]
    public static partial void StateDamaged(this ILogger log, string vid, string file, Exception cause);

    [LoggerMessage(2710, LogLevel.Warning, "How far sinks have seen the telemetry journal could not be written: a restart passes more on again")]
    public static partial void MarkNotWritten(this ILogger log, Exception cause);
}
