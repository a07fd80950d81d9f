using System.Globalization;
using Ota.Simulator.Demo.Books;

namespace Ota.Simulator.Demo.Screen;

/// <summary>A rollout where there is no terminal: a line every few seconds, and one for each thing that happened.</summary>
internal sealed class ProgressLines(Teller teller)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private TimeSpan? _last;
    private int _notes;

    public void Show(DemoSnapshot now)
    {
        foreach (string note in now.Notes.Skip(_notes)) teller.Row(note);
        _notes = now.Notes.Count;
        if (_last is { } last && now.Elapsed - last < Pause) return;
        _last = now.Elapsed;
        teller.Row(Line(now));
    }

    private static string Line(DemoSnapshot now)
    {
        Dictionary<string, long> states = BooksReader.Count(now.Rollout);
        int open = now.Rollout.Waves.Count(wave => wave is { Wave_: > 0, OpenTime: not null });
        int waves = now.Rollout.Waves.Count(wave => wave.Wave_ > 0);
        string buckets = string.Join(", ", Bucket.Count(states).Where(one => one.Vehicles > 0).Select(one => $"{one.Bucket.Name} {Bucket.Figure(one.Vehicles)}"));
        string away = now.IsAway ? "server away; " : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now.Elapsed.TotalSeconds,4:0} s  {away}wave {open} of {waves}: {buckets}; telemetry {now.ReadingsPerSecond:0}/s; failures: {FailureText.Of(now.Rollout)}");
    }
}
