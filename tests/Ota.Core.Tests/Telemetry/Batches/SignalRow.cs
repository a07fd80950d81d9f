namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>A row of the recordings' signals.csv.</summary>
public sealed record SignalRow(string Name, string Path, double Factor, string Form);
