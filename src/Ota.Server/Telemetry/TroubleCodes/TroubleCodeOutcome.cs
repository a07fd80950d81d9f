namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>What became of a report.</summary>
internal enum TroubleCodeOutcome
{
    /// <summary>It is in the history, and counts.</summary>
    Stored,

    /// <summary>It was there already.</summary>
    Repeated,

    /// <summary>It counts, but the history of its day is full.</summary>
    LeftOut,

    /// <summary>With it the vehicle would have more codes than it can; nothing changed.</summary>
    TooManyCodes,
}
