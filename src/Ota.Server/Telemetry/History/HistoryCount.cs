namespace Ota.Server.Telemetry.History;

/// <summary>How much is stored of one vehicle.</summary>
internal readonly record struct HistoryCount(long Messages, long Readings);
