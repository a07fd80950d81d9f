namespace Ota.Server.Telemetry.History;

/// <summary>
/// Runs commits and says what became of them. After a failure every caller is told, and the next commit tries again: a full disk needs
/// no restart. After other failures the file is opened again, since only it knows what was committed; a damaged one is set aside.
/// </summary>
internal sealed class HistoryCommits(
    HistoryContents contents, HistoryDays days, HistoryLoader loader, HistoryWriter writer, Retention retention, ILogger log)
{
    private readonly Queue<Tails> _toRescue = new();
    private readonly List<TelemetryMessage> _messages = [];
    private AppendOutcome[] _outcomes = new AppendOutcome[64];
    private DayFile? _doubtful;

    public HistoryCondition Condition { get; private set; } = HistoryCondition.Good;

    public void Commit(List<PendingAppend> appends)
    {
        if (appends.Count == 0) return;
        _messages.Clear();
        foreach (PendingAppend append in appends) _messages.AddRange(append.Messages);
        if (_outcomes.Length < _messages.Count) _outcomes = new AppendOutcome[_messages.Count * 2];
        string? failure = Try(() => Write(_messages));
        int first = 0;
        foreach (PendingAppend append in appends)
        {
            if (failure is null) append.Succeed(_outcomes.AsSpan(first, append.Messages.Count));
            else append.Fail(failure);
            first += append.Messages.Count;
        }
    }

    /// <summary>What is due when no message comes.</summary>
    public void Maintain()
    {
        Try(() =>
        {
            bool wasReady = Condition.Ready;
            Write([]);
            if (!wasReady) days.ForNow().Probe();
        });
        if (Condition.Ready) Try(retention.Look);
    }

    private void Write(IReadOnlyList<TelemetryMessage> messages)
    {
        Reopen();
        for (; _toRescue.TryPeek(out Tails? tails); _toRescue.Dequeue()) writer.Rescue(tails);
        writer.Commit(messages, _outcomes);
        if (days.Closing is { } closing) writer.CloseStep(closing);
    }

    /// <returns>Null if it worked, else why not.</returns>
    private string? Try(Action work)
    {
        try
        {
            work();
            if (!Condition.Ready) log.ReadyAgain();
            Condition = HistoryCondition.Good;
            return null;
        }
        catch (Exception e)
        {
            if (e is SqliteFailure { IsDamage: true } damage) GiveUp(damage);
            else if (e is not SqliteFailure { IsFullDisk: true }) _doubtful = Culprit(e) ?? contents.Newest;
            if (Condition.Ready) log.NotReady(e.Message);
            Condition = new HistoryCondition(false, e.Message);
            return e.Message;
        }
    }

    private void Reopen()
    {
        if (_doubtful is not { } old) return;
        if (contents.Files.Contains(old))
        {
            DayFile file = DayFile.Open(Path.GetDirectoryName(old.Path)!, old.Name);
            try
            {
                loader.Use(file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
            contents.Replace(old, file);
            old.Dispose();
        }
        _doubtful = null;
    }

    /// <summary>Sets a damaged file aside. What was in its journal is in memory too, and goes into the next file.</summary>
    private void GiveUp(SqliteFailure damage)
    {
        if (Culprit(damage) is not { } file) return;
        contents.Remove(file);
        file.Dispose();
        _toRescue.Enqueue(file.Tails);
        loader.SetAside(file.Path, damage);
    }

    private DayFile? Culprit(Exception failure) =>
        failure is SqliteFailure { Path: { } path } ? contents.Files.FirstOrDefault(file => file.Path == path) : null;
}
