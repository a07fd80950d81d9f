using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>Why a report is not taken. The reasons are labels of metrics, so there are only these.</summary>
internal static class TroubleCodeRefusal
{
    public static readonly Refusal Malformed = new("malformed", "trouble codes");

    public static readonly Refusal TooLarge = new("too_large", "trouble codes");

    public static readonly Refusal UnknownSchema = new("unknown_schema", "trouble codes");

    public static readonly Refusal NoIdentity = new("no_identity", "trouble codes");

    public static readonly Refusal ImpossibleSequence = new("impossible_sequence", "trouble codes");

    public static readonly Refusal ImpossibleTime = new("impossible_time", "trouble codes");

    /// <summary>More than a vehicle can have, in the report or with what it has already.</summary>
    public static readonly Refusal TooManyCodes = new("too_many_codes", "trouble codes");

    /// <summary>It says neither all that is set nor what changed, or both.</summary>
    public static readonly Refusal NeitherSetNorEvents = new("neither_set_nor_events", "trouble codes");

    public static readonly Refusal BadName = new("bad_name", "a control unit or freeze frame");

    /// <summary>A format that is unknown, or bytes that are not as many as it has.</summary>
    public static readonly Refusal BadCode = new("bad_code", "format or bytes of a trouble code");

    public static readonly Refusal BadStatus = new("bad_status", "status of a trouble code");

    /// <summary>It counts, but more of the vehicle's reports than are kept a day are in the history already.</summary>
    public static readonly Refusal HistoryFull = new("history_full", "trouble codes");
}
