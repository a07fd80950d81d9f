namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>The last word about one fault.</summary>
/// <param name="Entry">The fault.</param>
/// <param name="Cleared">Whether it went: kept, so that an older report that comes late does not bring it back.</param>
/// <param name="Position">The report that said so.</param>
/// <param name="CapturedMs">When that was made, Unix milliseconds by our clock.</param>
public sealed record TroubleCodeRecord(TroubleCodeEntry Entry, bool Cleared, TroubleCodePosition Position, long CapturedMs);
