using System.Buffers;
using System.Buffers.Binary;
using Ota.Server.Telemetry.History;

namespace Ota.Bench.Telemetry;

/// <summary>The window of vehicles that send in order: a watermark.</summary>
internal sealed class InOrderWindows : ISequenceWindows
{
    public ISequenceWindow Create() => new Window();

    public ISequenceWindow Read(ReadOnlySpan<byte> written) => new Window { Watermark = BinaryPrimitives.ReadUInt64LittleEndian(written) };

    private sealed class Window : ISequenceWindow
    {
        public ulong Watermark { get; set; }

        public bool Contains(MessageKey key) => key.Sequence <= Watermark;

        public void Add(MessageKey key) => Watermark = Math.Max(Watermark, key.Sequence);

        public void Write(IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), Watermark);
            output.Advance(sizeof(ulong));
        }
    }
}
