namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>What a vehicle can make us keep. A car with a thousand codes and three starts a day stays far below.</summary>
internal sealed record TroubleCodeLimits
{
    public static TroubleCodeLimits Default { get; } = new();

    /// <summary>Bytes of a payload: what the tightest public broker takes.</summary>
    public const int Payload = 128 * 1024;

    /// <summary>Events in a report.</summary>
    public const int Events = 1000;

    /// <summary>Characters of the name of a control unit and of a freeze frame.</summary>
    public const int Name = 64;

    /// <summary>Reports of a vehicle in the history, a day (UTC).</summary>
    public int ReportsPerDay { get; init; } = 1000;

    /// <summary>Their bytes.</summary>
    public long BytesPerDay { get; init; } = 1024 * 1024;

    /// <summary>Reports back to the last full set that are read to know the codes of an earlier time.</summary>
    public int ReportsPerState { get; init; } = 5000;
}
