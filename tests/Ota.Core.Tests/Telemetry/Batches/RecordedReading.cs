namespace Ota.Core.Tests.Telemetry.Batches;

/// <param name="TimeMs">Unix milliseconds by the device's clock.</param>
/// <param name="Vehicle">The recording's name for the vehicle.</param>
/// <param name="Signal">The catalogue's id.</param>
/// <param name="Value">The text that the logger wrote.</param>
/// <param name="Row">How to read it.</param>
public sealed record RecordedReading(long TimeMs, string Vehicle, int Signal, string Value, SignalRow Row);
