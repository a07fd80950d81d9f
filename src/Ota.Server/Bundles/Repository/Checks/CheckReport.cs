namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Counts what a check reads and finds, and tells it on the way.</summary>
internal sealed class CheckReport(Func<V1.CheckRepositoryResponse, Task> write, long totalBytes)
{
    private const long Stride = 64L * 1024 * 1024;

    private long _bytes;
    private long _said;

    public long Files { get; private set; }

    public long Problems { get; private set; }

    public void FileRead() => Files++;

    public Task BytesReadAsync(long bytes)
    {
        _bytes += bytes;
        if (_bytes - _said < Stride) return Task.CompletedTask;
        _said = _bytes;
        return write(Message());
    }

    /// <param name="sentence">Which file, what is wrong, what to do.</param>
    public Task ProblemAsync(string sentence)
    {
        Problems++;
        V1.CheckRepositoryResponse message = Message();
        message.Problem = sentence;
        return write(message);
    }

    public Task EndAsync()
    {
        V1.CheckRepositoryResponse message = Message();
        (message.IsDone, message.Problems) = (true, Problems);
        return write(message);
    }

    private V1.CheckRepositoryResponse Message() => new() { Files = Files, Bytes = _bytes, TotalBytes = totalBytes };
}
