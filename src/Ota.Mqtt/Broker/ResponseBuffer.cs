using System.Buffers;

namespace Ota.Mqtt.Broker;

/// <summary>
/// Collects the answers of one read, in their order, so that they reach the output in one piece. Holds a pooled array only while there
/// is something in it. Filled by the connection's own loop only, which waits while somebody else sends; sent under the session's gate.
/// </summary>
internal sealed class ResponseBuffer : IBufferWriter<byte>
{
    private const int Usual = 2048;

    private byte[] _buffer = [];
    private int _length;
    private TaskCompletionSource? _sent; // The loop waits for the output.

    public bool IsEmpty => _length == 0;

    /// <summary>Enough to be sent before more is read.</summary>
    public bool IsLarge => _length >= Usual - MqttWriter.MaxAckSize;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void WriteAck(MqttPacketType type, ushort packetId, ReasonCode reason, MqttProtocolVersion version) =>
        _length += MqttWriter.WriteAck(GetSpan(MqttWriter.MaxAckSize), type, packetId, reason, version);

    public void Clear()
    {
        _length = 0;
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Under the gate: completes when the answers are written, which a busy output delays.</summary>
    public ValueTask SendAsync(ConnectionOutput output)
    {
        if (output.IsClosed)
        {
            Clear();
            return ValueTask.CompletedTask;
        }
        if (TrySend(output))
            return ValueTask.CompletedTask;
        _sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_sent.Task);
    }

    /// <summary>Under the gate: false when the output is busy and the answers stay where they are.</summary>
    public bool TrySend(ConnectionOutput output)
    {
        if (!output.CanWrite)
            return false;
        output.Write(Written);
        Clear();
        output.Flush();
        return true;
    }

    /// <summary>Under the gate: the output is free, so the loop that waits for it can go on.</summary>
    public void SendWaiting(ConnectionOutput output)
    {
        if (_sent is null)
            return;
        if (!output.IsClosed)
            TrySend(output);
        GiveUp();
    }

    /// <summary>Under the gate: lets the loop go on that waits for the output.</summary>
    public void GiveUp()
    {
        _sent?.TrySetResult();
        _sent = null;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_length);
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _length >= size)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Usual, _length + size));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
