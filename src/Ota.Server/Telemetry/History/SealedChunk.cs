namespace Ota.Server.Telemetry.History;

/// <summary>A chunk with its checksum, and the span of its capture times.</summary>
internal readonly record struct SealedChunk(long First, long Last, byte[] Body);
