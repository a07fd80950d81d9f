namespace Ota.Rpc.Tests.Client;

/// <summary>
/// A transport that records what it is given and breaks after some bytes. It reads each buffer twice, the second time after
/// giving way, so that a buffer that is reused too early shows.
/// </summary>
internal sealed class RecordingStream(int failAfter) : Stream
{
    public List<byte> Bytes { get; } = [];

    /// <summary>After how many bytes <see cref="OnReached"/> is called, once.</summary>
    public int Reached { get; init; }

    public Action? OnReached { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] first = buffer.ToArray();
        await Task.Yield();
        buffer.Span.SequenceEqual(first).Should().BeTrue("nobody may write into a buffer that is being sent");
        if (Bytes.Count + buffer.Length > failAfter)
        {
            Bytes.AddRange(first.Take(failAfter - Bytes.Count));
            throw new IOException("The transport broke.");
        }
        Bytes.AddRange(first);
        if (Bytes.Count < Reached)
            return;
        OnReached?.Invoke();
        OnReached = null;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
