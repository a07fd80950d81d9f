namespace Ota.Simulator.Trips;

/// <summary>A row of signals.csv: how a recorded signal becomes one of the catalogue.</summary>
internal sealed record SignalRow(int Id, double Factor, string Form);
