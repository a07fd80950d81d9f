using System.Buffers;
using Grpc.Core;
using Microsoft.Win32.SafeHandles;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// One call's turn to append to a part. Bytes gather in one buffer while the one before is written and hashed, so that receiving, SHA-256
/// with the write, and SHA-512 go on beside each other, in memory that does not grow.
/// </summary>
internal sealed class UploadTurn(
    OpenUpload upload, CancellationTokenSource turn, ArtifactFolder folder, TimeProvider time, Action<UploadStep> reached) : IAsyncDisposable
{
    private const int BufferSize = 1 << 20;

    // So that the flush at the end is short and a busy disk slows the sender down instead of filling memory.
    private const long FlushEvery = 64 << 20;

    private readonly SafeFileHandle _part = folder.OpenPart(upload.Id);
    private byte[] _filling = ArrayPool<byte>.Shared.Rent(BufferSize);
    private byte[] _storing = ArrayPool<byte>.Shared.Rent(BufferSize);
    private Task _job = Task.CompletedTask;
    private int _filled;
    private long _taken = -1;
    private long _unflushed;

    public OpenUpload Upload => upload;

    /// <summary>Fires when a newer call wants the upload.</summary>
    public CancellationToken TakenOver => turn.Token;

    /// <summary>Brings the hash up to what the part has; after a restart this reads all of it.</summary>
    public async Task CatchUpAsync()
    {
        long length = RandomAccess.GetLength(_part);
        if (upload.Hash?.Length > length) DropHash();
        upload.Hash ??= new PartHash();
        while (upload.Hash.Length < length)
        {
            TakenOver.ThrowIfCancellationRequested();
            int read = await RandomAccess.ReadAsync(_part, _filling.AsMemory(0, BufferSize), upload.Hash.Length);
            if (read == 0) throw new EndOfStreamException("The part of an upload became shorter while it was read.");
            await upload.Hash.AppendAsync(_filling.AsMemory(0, read));
        }

        _taken = length;
    }

    /// <exception cref="RpcException">More than was announced.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> data)
    {
        if (data.Length > upload.Terms.Artifact.Length - _taken)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"More bytes came than the {upload.Terms.Artifact.Length} that were announced."));
        }

        _taken += data.Length;
        while (!data.IsEmpty)
        {
            int size = Math.Min(data.Length, BufferSize - _filled);
            data[..size].CopyTo(_filling.AsMemory(_filled));
            data = data[size..];
            _filled += size;
            if (_filled == BufferSize) await PassOnAsync();
        }
    }

    /// <summary>Makes all that was appended last.</summary>
    /// <returns>The length of the part.</returns>
    public async Task<long> FlushAsync()
    {
        await PassOnAsync();
        await _job;
        reached(UploadStep.FlushPart);
        RandomAccess.FlushToDisk(_part);
        File.SetLastWriteTimeUtc(_part, time.GetUtcNow().UtcDateTime);
        return RandomAccess.GetLength(_part);
    }

    public async ValueTask DisposeAsync()
    {
        await _job.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Whoever appended has learnt of it.
        _part.Dispose();
        ArrayPool<byte>.Shared.Return(_filling);
        ArrayPool<byte>.Shared.Return(_storing);
        upload.Release(turn);
    }

    private async Task PassOnAsync()
    {
        await _job;
        if (_filled == 0) return;
        (_filling, _storing) = (_storing, _filling);
        int size = _filled;
        _filled = 0;
        _job = Task.Run(() => StoreAsync(_storing.AsMemory(0, size)));
    }

    private async Task StoreAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            long at = upload.Hash!.Length;
            reached(UploadStep.Append);
            await upload.Hash.AppendAsync(data, () => RandomAccess.Write(_part, data.Span, at));
        }
        catch
        {
            DropHash(); // How much of this piece was written, and hashed, is not known.
            throw;
        }

        _unflushed += data.Length;
        if (_unflushed < FlushEvery) return;
        RandomAccess.FlushToDisk(_part);
        _unflushed = 0;
    }

    private void DropHash()
    {
        upload.Hash?.Dispose();
        upload.Hash = null;
    }
}
