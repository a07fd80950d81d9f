namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>Where a report stands among those of one start of its sender. The default is before all of them.</summary>
/// <param name="Seq">The sender's number, from 1.</param>
/// <param name="Stream">Which of its counters; decides only between equal numbers.</param>
public readonly record struct TroubleCodePosition(ulong Seq, uint Stream)
{
    /// <summary>Whether this one was made later.</summary>
    /// <param name="other">Another position of the same start.</param>
    public bool IsAfter(TroubleCodePosition other) => Seq > other.Seq || (Seq == other.Seq && Stream > other.Stream);
}
