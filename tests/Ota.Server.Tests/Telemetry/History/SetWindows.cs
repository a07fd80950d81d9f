using System.Buffers;
using System.Buffers.Binary;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>The simplest window: every key there ever was.</summary>
internal sealed class SetWindows : ISequenceWindows
{
    private const int KeySize = 28;

    public ISequenceWindow Create() => new Window();

    public ISequenceWindow Read(ReadOnlySpan<byte> written)
    {
        if (written.Length % KeySize != 0) throw new FormatException("Not a set of keys.");
        Window window = new();
        for (; written.Length > 0; written = written[KeySize..])
        {
            window.Add(new MessageKey(
                BinaryPrimitives.ReadUInt128BigEndian(written), BinaryPrimitives.ReadUInt32BigEndian(written[16..]),
                BinaryPrimitives.ReadUInt64BigEndian(written[20..])));
        }
        return window;
    }

    private sealed class Window : ISequenceWindow
    {
        private readonly HashSet<MessageKey> _keys = [];

        public bool Contains(MessageKey key) => _keys.Contains(key);

        public void Add(MessageKey key) => _keys.Add(key);

        public void Write(IBufferWriter<byte> output)
        {
            foreach (MessageKey key in _keys)
            {
                Span<byte> room = output.GetSpan(KeySize);
                BinaryPrimitives.WriteUInt128BigEndian(room, key.BootId);
                BinaryPrimitives.WriteUInt32BigEndian(room[16..], key.Stream);
                BinaryPrimitives.WriteUInt64BigEndian(room[20..], key.Sequence);
                output.Advance(KeySize);
            }
        }
    }
}
