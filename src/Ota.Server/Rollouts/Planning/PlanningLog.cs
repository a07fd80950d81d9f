namespace Ota.Server.Rollouts.Planning;

internal static partial class PlanningLog
{
    [LoggerMessage(3120, LogLevel.Information, "Rollout {Rollout} was made with {Vehicles} vehicles by {Operator}")]
    public static partial void Frozen(this ILogger log, string rollout, long vehicles, string @operator);

    [LoggerMessage(3121, LogLevel.Information, "A population that was begun and never shown was deleted: number {Number}")]
    public static partial void Swept(this ILogger log, long number);

    [LoggerMessage(3122, LogLevel.Warning, "What was left over of populations cannot be deleted now")]
    public static partial void SweepFailed(this ILogger log, Exception cause);

    [LoggerMessage(3123, LogLevel.Information, "Amendment {Amendment} of rollout {Rollout} with {Vehicles} vehicles was proposed by {Operator}")]
    public static partial void Proposed(this ILogger log, string rollout, long amendment, long vehicles, string @operator);

    [LoggerMessage(3124, LogLevel.Information, "Amendment {Amendment} of rollout {Rollout} was approved by {Operator}")]
    public static partial void Amended(this ILogger log, string rollout, long amendment, string @operator);
}
