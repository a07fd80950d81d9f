namespace Ota.Core.Telemetry.Chunks;

/// <summary>Bytes that grow at the end and keep their room.</summary>
internal sealed class ByteRoom
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Room behind what is written, of at least so many bytes.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes) Array.Resize(ref _bytes, Math.Max(checked(Length + bytes), _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }

    /// <summary>Keeps so many bytes of the room.</summary>
    public void Take(int bytes) => Length += bytes;
}
