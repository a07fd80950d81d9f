namespace Ota.Server.Telemetry.Sinks;

/// <summary>What a reply means for the batch.</summary>
internal enum SinkReplyKind
{
    /// <summary>All of it was taken.</summary>
    Accepted,

    /// <summary>Some lines were refused for good and the rest was taken: sending it again changes nothing.</summary>
    AcceptedInPart,

    /// <summary>Too much at once: in smaller parts it may be taken.</summary>
    TooLarge,

    /// <summary>Nothing was taken because of something in it: the good lines are taken without the bad ones.</summary>
    BadContent,

    /// <summary>No line of it will ever be taken.</summary>
    BadThroughout,

    /// <summary>InfluxDB 1.x does not have the database yet.</summary>
    NoDatabase,

    /// <summary>The same request may be taken later.</summary>
    TryLater,

    /// <summary>Only a person can change it: credentials, permissions, names.</summary>
    Refused,
}
