namespace Ota.Server.Rollouts.Control;

internal static partial class RolloutControlLog
{
    [LoggerMessage(3100, LogLevel.Information, "Rollout {Rollout}: wave {Wave} is open")]
    public static partial void WaveOpened(this ILogger log, string rollout, int wave);

    [LoggerMessage(3101, LogLevel.Warning, "Rollout {Rollout} is held: {Reason}")]
    public static partial void Held(this ILogger log, string rollout, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "Rollout {Rollout} is stopped for good: {Reason}")]
    public static partial void Halted(this ILogger log, string rollout, string reason);

    [LoggerMessage(3103, LogLevel.Information, "Rollout {Rollout} is complete: {Reason}")]
    public static partial void Completed(this ILogger log, string rollout, string reason);

    [LoggerMessage(3104, LogLevel.Information, "Rollout {Rollout}: the proofs of wave {Wave} suffice, and its soak begins")]
    public static partial void WaveProven(this ILogger log, string rollout, int wave);

    [LoggerMessage(3105, LogLevel.Warning, "The controller wanted to change rollout {Rollout}, and could not: {Reason}")]
    public static partial void NotApplied(this ILogger log, string rollout, string reason);

    [LoggerMessage(3106, LogLevel.Warning, "Rollouts were not looked at, since the database is away; they will be when it is back")]
    public static partial void NotLookedAt(this ILogger log, Exception failure);

    [LoggerMessage(3107, LogLevel.Error, "Looking at the rollouts failed; it is tried again with the next look")]
    public static partial void LookFailed(this ILogger log, Exception failure);

    [LoggerMessage(3108, LogLevel.Information, "This server controls the rollouts now")]
    public static partial void LeaseTaken(this ILogger log);

    [LoggerMessage(3109, LogLevel.Information, "Another server controls the rollouts now")]
    public static partial void LeaseLost(this ILogger log);

    [LoggerMessage(3111, LogLevel.Error, "Publishing hints to vehicles failed; it is tried again")]
    public static partial void HintsFailed(this ILogger log, Exception failure);

    [LoggerMessage(3110, LogLevel.Error, "Rollout {Rollout} could not be looked at; the others are")]
    public static partial void RolloutFailed(this ILogger log, string rollout, Exception failure);
}
