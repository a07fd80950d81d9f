using System.Buffers;

namespace Ota.Rpc.Tests.Framing;

/// <summary>A sequence of bytes in many small pieces, as a busy connection delivers it.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    /// <param name="bytes">The bytes.</param>
    /// <param name="cuts">The lengths of the pieces, over and over; 0 makes an empty piece.</param>
    public static ReadOnlySequence<byte> Of(byte[] bytes, IReadOnlyList<int> cuts)
    {
        Segments first = new(default, 0);
        Segments last = first;
        int at = 0;
        for (int i = 0; at < bytes.Length; i++)
        {
            int length = cuts.Count == 0 || i > bytes.Length * 2 ? bytes.Length - at : Math.Min(cuts[i % cuts.Count], bytes.Length - at);
            Segments next = new(bytes.AsMemory(at, length), at);
            last.Next = next;
            last = next;
            at += length;
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
