namespace Ota.Core.Telemetry.Chunks;

/// <summary>Bytes are not a chunk, or not a whole one. Nothing else is thrown for any bytes.</summary>
/// <param name="sentence">What is wrong with them.</param>
public sealed class ChunkFormatException(string sentence) : Exception(sentence);
