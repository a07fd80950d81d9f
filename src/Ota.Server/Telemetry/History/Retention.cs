namespace Ota.Server.Telemetry.History;

/// <summary>Drops whole files: no row is ever deleted for its age. A day waits for its minutes, and both for a date that can be trusted.</summary>
internal sealed class Retention(HistoryContents contents, MinuteStore minutes, HistoryOptions options, TimeProvider time, ILogger log)
{
    private readonly SteadyClock _clock = new(time, contents.Newest?.Name.Day);

    public void Look()
    {
        TimeSpan jump = _clock.Look(out bool trusted);
        if (jump != TimeSpan.Zero) log.ClockJumped((long)jump.TotalSeconds);
        if (!trusted) return;
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        IReadOnlyList<DayFile> files = contents.Files;
        int carried = files.ToList().FindLastIndex(file => file.IsCarried);
        DateOnly over = today.AddDays(-options.RetentionDays);
        for (int i = 0; i < carried; i++)
        {
            if (DayOf(files, i, today) < over && files[i].IsFinished && minutes.Have(files[i])) Drop(files[i]);
        }
        minutes.AllowDropBefore(today.AddMonths(-options.MinuteRetentionMonths));
    }

    /// <summary>
    /// The day of a file by its name, or a later one if the clock was wrong: files are numbered in order, so none is older than one
    /// before it, and one that is dated ahead is no younger than the next.
    /// </summary>
    private static DateOnly DayOf(IReadOnlyList<DayFile> files, int index, DateOnly today)
    {
        int end = index + 1;
        while (end < files.Count && files[end - 1].Name.Day > today) end++;
        IEnumerable<DateOnly> believable = files.Take(end).Select(file => file.Name.Day).Where(day => day <= today);
        return files[end - 1].Name.Day > today ? today : believable.Max();
    }

    private void Drop(DayFile file)
    {
        contents.Remove(file);
        file.Dispose();
        SqliteSchema.Delete(file.Path);
        log.Dropped(file.Path, options.RetentionDays);
    }
}
