using System.Globalization;
using Ota.Simulator.Demo.Books;
using Ota.Simulator.Demo.Programs;
using Ota.Simulator.Demo.Screen;
using Ota.Simulator.Replay;
using Ota.V1;

namespace Ota.Simulator.Demo;

/// <summary>Looks at the rollout until its vehicles have come to their ends, and kills the server once in the middle.</summary>
/// <param name="books">The server's books.</param>
/// <param name="server">The server.</param>
/// <param name="telemetry">How far the recordings are.</param>
/// <param name="connected">How many vehicles have a connection.</param>
/// <param name="teller">Has the time since the beginning.</param>
/// <param name="time">The clock.</param>
internal sealed class RolloutWatch(BooksReader books, ServerProcess server, ReplayCounts telemetry, Func<int> connected, Teller teller, TimeProvider time)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(5);

    private readonly List<string> _notes = [];
    private readonly Queue<(TimeSpan At, long Readings)> _rates = new();
    private Rollout _last = new();
    private int _events;
    private bool _wasKilled;

    /// <summary>Goes on until the vehicles are done and the server was killed once.</summary>
    /// <param name="vehicles">Ends with them.</param>
    /// <param name="show">Takes what is to be seen.</param>
    /// <param name="stop">Ends it at once.</param>
    public async Task RunAsync(Task vehicles, Action<DemoSnapshot> show, CancellationToken stop)
    {
        while (true)
        {
            bool isLast = vehicles.IsCompleted && _wasKilled;
            Rollout? now = await books.TryReadAsync(stop);
            Note(now);
            show(Look(isAway: now is null));
            if (isLast) return;
            long confirmed = Confirmed(_last);
            if (!_wasKilled && now is not null && (vehicles.IsCompleted || confirmed * 5 >= _last.Population * 2)) await KillAsync(confirmed, show, stop);
            await Task.Delay(Glance, time, stop);
        }
    }

    private async Task KillAsync(long confirmed, Action<DemoSnapshot> show, CancellationToken stop)
    {
        _wasKilled = true;
        long began = time.GetTimestamp();
        int id = server.Id;
        await server.KillAsync();
        Say($"SIGKILL to the server (process {id}) with {Bucket.Figure(confirmed)} vehicles confirmed: no warning, no flush");
        show(Look(isAway: true));
        await server.StartAsync(stop);
        double away = time.GetElapsedTime(began).TotalSeconds;
        Rollout? now;
        while ((now = await books.TryReadAsync(stop)) is null) await Task.Delay(Glance, time, stop);
        Note(now);
        string kept = Confirmed(now) >= confirmed ? $"{Bucket.Figure(Confirmed(now))} are confirmed: nothing that was acknowledged is lost" : "fewer are confirmed than before!";
        Say(string.Create(CultureInfo.InvariantCulture, $"started again on the same folder and ports, back after {away:0.0} s; {kept}"));
    }

    private void Note(Rollout? now)
    {
        if (now is null) return;
        foreach (RolloutEvent happened in now.Events.Skip(_events)) Say($"{happened.Kind.Replace('_', ' ')}: {happened.Text}".TrimEnd(' ', ':'));
        _events = now.Events.Count;
        _last = now;
    }

    private void Say(string text) => _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{teller.Elapsed.TotalSeconds,4:0} s  {text}"));

    private DemoSnapshot Look(bool isAway)
    {
        TimeSpan elapsed = teller.Elapsed;
        long readings = telemetry.Readings;
        _rates.Enqueue((elapsed, readings));
        while (_rates.Count > 2 && elapsed - _rates.Peek().At > RateOver) _rates.Dequeue();
        (TimeSpan at, long before) = _rates.Peek();
        double rate = elapsed > at ? (readings - before) / (elapsed - at).TotalSeconds : 0;
        return new DemoSnapshot(_last, isAway, connected(), readings, rate, elapsed, [.. _notes]);
    }

    private static long Confirmed(Rollout rollout) => BooksReader.Count(rollout).GetValueOrDefault(Bucket.Confirmed);
}
