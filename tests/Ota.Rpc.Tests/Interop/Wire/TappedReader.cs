using System.Buffers;
using System.IO.Pipelines;

namespace Ota.Rpc.Tests.Interop.Wire;

/// <summary>Shows bytes to the tap when they are read first, before the server acts on them.</summary>
internal sealed class TappedReader(PipeReader inner, Http2Direction direction) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _shown; // Of the bytes not yet consumed.

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _shown -= _buffer.Slice(0, consumed).Length;
        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Show(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        Show(result);
        return true;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private ReadResult Show(ReadResult result)
    {
        _buffer = result.Buffer;
        foreach (ReadOnlyMemory<byte> segment in _buffer.Slice(_shown))
            direction.Feed(segment.Span);
        _shown = _buffer.Length;
        return result;
    }
}
