namespace Ota.Core.Telemetry.Chunks;

/// <summary>Room that encoding reuses from column to column and from chunk to chunk.</summary>
internal sealed class ChunkScratch
{
    private ulong[] _first = new ulong[64];
    private ulong[] _second = new ulong[64];
    private long[] _steps = new long[64];
    private long[] _scaled = new long[64];

    public Span<ulong> First(int count) => Of(ref _first, count);

    public Span<ulong> Second(int count) => Of(ref _second, count);

    public Span<long> Steps(int count) => Of(ref _steps, count);

    public Span<long> Scaled(int count) => Of(ref _scaled, count);

    private static Span<T> Of<T>(ref T[] room, int count)
    {
        if (room.Length < count) room = new T[Math.Max(count, room.Length * 2)];
        return room.AsSpan(0, count);
    }
}
