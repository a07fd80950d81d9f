namespace Ota.Core.Telemetry.Chunks;

/// <summary>What a chunk may hold at most. A few bytes can stand for many equal values, so the limit is on values and not on bytes.</summary>
public static class ChunkLimits
{
    /// <summary>Columns of a chunk.</summary>
    public const int Columns = 4096;

    /// <summary>Values of a chunk, over all columns.</summary>
    public const int Values = 1 << 20;
}
