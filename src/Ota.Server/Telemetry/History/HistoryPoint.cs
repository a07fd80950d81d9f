using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>One reading.</summary>
internal readonly record struct HistoryPoint(long Time, ColumnKind Kind, long Bits, string? Text);
