namespace Ota.Server.Telemetry.History;

/// <summary>Messages that wait for their commit together.</summary>
internal sealed class PendingAppend(IReadOnlyList<TelemetryMessage> messages)
{
    // What a waiting message costs beside its bytes.
    private const int Overhead = 1024;

    private readonly AppendOutcome[] _outcomes = new AppendOutcome[messages.Count];

    // What the caller does next must not hold up the next commit.
    private readonly TaskCompletionSource<AppendOutcome[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<TelemetryMessage> Messages => messages;

    public long Bytes { get; } = messages.Sum(message => (long)message.Chunk.Length + Overhead);

    public Task<AppendOutcome[]> Done => _done.Task;

    public void Succeed(ReadOnlySpan<AppendOutcome> outcomes)
    {
        outcomes.CopyTo(_outcomes);
        _done.TrySetResult(_outcomes);
    }

    public void Fail(string why) => _done.TrySetException(new HistoryUnavailableException(why));
}
