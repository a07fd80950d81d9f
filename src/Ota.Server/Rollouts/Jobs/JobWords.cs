namespace Ota.Server.Rollouts.Jobs;

/// <summary>Reasons as vehicles get them, for their logs; docs/vehicle-protocol.md lists them. Labels of metrics too.</summary>
internal static class JobWords
{
    public const string None = "none";
    public const string Revoked = "revoked";
    public const string Ended = "ended";
    public const string Withdrawn = "withdrawn";
    public const string Unknown = "unknown";
    public const string Stopped = "stopped";
    public const string OtherOffer = "other_offer";
    public const string OtherAttempt = "other_attempt";
    public const string TooEarly = "too_early";
    public const string Done = "done";
    public const string Hours = "hours";
}
