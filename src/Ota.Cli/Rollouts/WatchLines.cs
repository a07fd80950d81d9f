using System.Globalization;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>A rollout as lines of a log: one for each event, and one whenever a count has changed.</summary>
internal sealed class WatchLines
{
    private string _before = "";
    private RolloutEvent? _lastEvent;

    /// <returns>What is new; nothing if nothing is that anybody would see.</returns>
    public IReadOnlyList<string> Next(Rollout rollout, DateTimeOffset now)
    {
        List<string> lines = [.. NewEvents(rollout).Select(one => $"{Moments.Utc(one.Time)} {OperatorTable.Short(one.Actor)} {one.Kind}: {one.Text}".TrimEnd(' ', ':'))];
        _lastEvent = rollout.Events.LastOrDefault() ?? _lastEvent;
        string counts = CountsOf(rollout);
        if (counts != _before) lines.Add($"{now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {counts}");
        _before = counts;
        return lines;
    }

    // What happened before somebody watched is in `show`.
    private IEnumerable<RolloutEvent> NewEvents(Rollout rollout)
    {
        if (_before.Length == 0) return [];
        int known = _lastEvent is null ? -1 : rollout.Events.IndexOf(_lastEvent);
        return rollout.Events.Skip(known + 1);
    }

    private static string CountsOf(Rollout rollout)
    {
        string wave = RolloutTable.WaveOf(rollout) is { Length: > 0 } open ? $" wave {open}" : "";
        string counts = string.Join(", ", Bucket.Count(Bucket.Sum(rollout)).Select(one => $"{one.Bucket.Name} {Figures.Plain(one.Vehicles)}"));
        long work = rollout.Work.Sum(one => one.Vehicles);
        return $"{Words.Of(rollout.State)}{wave}: {counts} of {Figures.Plain(rollout.Population)}; on work lists {Figures.Plain(work)}";
    }
}
