namespace Ota.Server.Telemetry.History;

/// <summary>
/// Tells the callers of a commit what became of their messages, many in one piece of work for the thread pool: one piece for each message
/// costs more than the answer.
/// </summary>
internal sealed class AppendAnswers(PendingAppend[] appends, AppendOutcome[] outcomes, string? failure) : IThreadPoolWorkItem
{
    // So many that the pieces of a large commit still go to several cores.
    private const int AtOnce = 256;

    /// <param name="appends">The messages; the list may be changed afterwards.</param>
    /// <param name="outcomes">One for each at least; means nothing after a failure.</param>
    /// <param name="failure">Why nothing is stored, or null.</param>
    public static void Give(List<PendingAppend> appends, ReadOnlySpan<AppendOutcome> outcomes, string? failure)
    {
        for (int start = 0; start < appends.Count; start += AtOnce)
        {
            int count = Math.Min(AtOnce, appends.Count - start);
            AppendAnswers some = new([.. appends.Slice(start, count)], outcomes.Slice(start, count).ToArray(), failure);
            ThreadPool.UnsafeQueueUserWorkItem(some, preferLocal: false); // Not here: what the callers do next must not hold up the next commit.
        }
    }

    public void Execute()
    {
        for (int i = 0; i < appends.Length; i++)
        {
            if (failure is null) appends[i].Done.TrySetResult(outcomes[i]);
            else appends[i].Done.TrySetException(new HistoryUnavailableException(failure));
        }
    }
}
