using System.Threading.Channels;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// The history in SQLite files of one folder. Callers queue messages; one loop takes all that wait and commits them together, so the
/// busier it is the fewer flushes a message costs. Reads go beside it. It stays in the data folder also when PostgreSQL keeps the state:
/// the readings of one machine fit one disk, and beyond that they go to a time series database through the sinks, not to rows.
/// </summary>
internal sealed class EmbeddedHistory : ITelemetryHistory
{
    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true }); // Bounded by the gate.
    private readonly ByteGate _gate;
    private readonly HistoryOptions _options;
    private readonly HistoryContents _contents = new();
    private readonly HistoryReader _reader;
    private readonly HistoryCommits _commits;
    private readonly MinuteStore _minutes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly Task _downsampling;
    private readonly ITimer _timer;

    private EmbeddedHistory(
        string folder, HistoryOptions options, ISequenceWindows windows, JournalMark mark, TimeProvider time, ILogger log)
    {
        _options = options;
        _gate = new ByteGate(options.QueuedBytes);
        _reader = new HistoryReader(_contents, log);
        _minutes = new MinuteStore(folder, log);
        HistoryLoader loader = new(folder, _contents, windows, options, time, log);
        HistoryDays days = new(folder, _contents, time);
        HistoryWriter writer = new(_contents, days, windows, mark, options, time);
        loader.Load();
        Retention retention = new(_contents, _minutes, options, time, log);
        _commits = new HistoryCommits(_contents, days, loader, writer, retention, log);
        Downsampler = new Downsampler(_contents, _minutes, options, time, log);
        _commits.Maintain();
        _loop = Task.Run(LoopAsync);
        _downsampling = Task.Run(DownsampleAsync);
        _timer = time.CreateTimer(_ => _queue.Writer.TryWrite(Maintenance.ByTimer), null, options.MaintenanceInterval, options.MaintenanceInterval);
    }

    public HistoryCondition Condition => _commits.Condition;

    public HistoryContents Contents => _contents;

    public Downsampler Downsampler { get; }

    /// <summary>Opens the history; when it returns, all that was acknowledged can be read.</summary>
    public static EmbeddedHistory Open(
        string folder, HistoryOptions options, ISequenceWindows windows, JournalMark mark, TimeProvider time, ILogger log)
    {
        Directory.CreateDirectory(folder);
        return new EmbeddedHistory(folder, options, windows, mark, time, log);
    }

    public Task<AppendOutcome[]> AppendAsync(IReadOnlyList<TelemetryMessage> messages, CancellationToken stop)
    {
        if (messages.Count > _options.MessagesPerCommit)
            throw new ArgumentException($"There are {messages.Count} messages; {_options.MessagesPerCommit} is the most.", nameof(messages));
        if (messages.FirstOrDefault(message => message.Chunk.Length > _options.MessageBytes) is { } large)
            throw new ArgumentException($"A message has {large.Chunk.Length} bytes; {_options.MessageBytes} is the most.", nameof(messages));
        PendingAppend append = new(messages);
        Task entered = _gate.EnterAsync(append.Bytes, stop);
        return entered.IsCompletedSuccessfully ? Queue(append) : QueueAfterAsync(entered, append);
    }

    /// <summary>Seals what is old, drops what is older, goes on with a closed day; the timer asks for the same.</summary>
    public Task MaintainAsync()
    {
        Maintenance maintenance = new();
        return _queue.Writer.TryWrite(maintenance) ? maintenance.Done.Task : Task.CompletedTask;
    }

    public ISequenceWindow? Window(VehicleKey vehicle) => _contents.Vehicles.TryGetValue(vehicle, out VehicleState? state) ? state.Window : null;

    public IReadOnlyList<LatestValue> Latest(VehicleKey vehicle) => _contents.Vehicles.TryGetValue(vehicle, out VehicleState? state) ? state.Latest : [];

    public Task<HistoryRange> RangeAsync(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop) =>
        Task.FromResult(_reader.Range(vehicle, signal, from, to, maxPoints, stop)); // Reads the page cache: a thread of its own would cost more.

    public Task<HistoryCount> CountAsync(VehicleKey vehicle, uint lastSignal, CancellationToken stop) =>
        Task.FromResult(_reader.Count(vehicle, lastSignal, stop));

    public Task<IReadOnlyList<MinuteValue>> MinutesAsync(VehicleKey vehicle, uint signal, long from, long to, CancellationToken stop) =>
        Task.FromResult(_minutes.Read(vehicle, signal, from, to));

    public IEnumerable<TelemetryMessage> Journal(long from, long to) => _reader.Journal(from, to);

    /// <summary>Stores what was queued, then closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        await _downsampling;
        foreach (DayFile file in _contents.Files) file.Dispose();
        _minutes.Dispose();
        _stop.Dispose();
    }

    private Task<AppendOutcome[]> Queue(PendingAppend append)
    {
        if (_queue.Writer.TryWrite(append)) return append.Done;
        _gate.Leave(append.Bytes);
        return Task.FromException<AppendOutcome[]>(new HistoryUnavailableException("The server is stopping."));
    }

    private async Task<AppendOutcome[]> QueueAfterAsync(Task entered, PendingAppend append)
    {
        await entered;
        return await Queue(append);
    }

    private async Task LoopAsync()
    {
        List<PendingAppend> appends = [];
        while (await _queue.Reader.WaitToReadAsync())
        {
            Maintenance? maintenance = null;
            int messages = 0;
            while (messages < _options.MessagesPerCommit && maintenance is null && _queue.Reader.TryRead(out object? item))
            {
                if (item is not PendingAppend append)
                {
                    maintenance = (Maintenance)item;
                    continue;
                }
                appends.Add(append);
                messages += append.Messages.Count;
            }
            _commits.Commit(appends);
            foreach (PendingAppend append in appends) _gate.Leave(append.Bytes);
            appends.Clear();
            if (maintenance is not null) _commits.Maintain();
            maintenance?.Done.TrySetResult();
        }
    }

    private async Task DownsampleAsync()
    {
        // Its own files and its own reading connections: the commits do not wait for it.
        try
        {
            await Downsampler.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The history is being closed.
        }
    }
}
