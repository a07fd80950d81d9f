using Ota.Server.Telemetry.History;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>An embedded history in a folder of its own, which can be closed and opened again.</summary>
internal sealed class OpenedHistory : IAsyncDisposable
{
    private readonly TempFolder? _own;
    private readonly Func<ISequenceWindows> _windows;

    public OpenedHistory(
        HistoryOptions? options = null, string? folder = null, JournalMark? mark = null, Func<ISequenceWindows>? windows = null)
    {
        Mark = mark ?? JournalMark.None;
        _windows = windows ?? (() => new SetWindows());
        Time = new ShiftedTime(Manual);
        _own = folder is null ? new TempFolder() : null;
        Folder = folder ?? _own!.Path;
        Options = options ?? new HistoryOptions();
        History = Open();
    }

    public string Folder { get; }

    public JournalMark Mark { get; }

    public ManualTime Manual { get; } = new(Messages.Start);

    public ShiftedTime Time { get; }

    public TestLog Log { get; } = new();

    public HistoryOptions Options { get; }

    public EmbeddedHistory History { get; private set; }

    public string[] Files => [.. Directory.GetFiles(Folder, "history-*.db").Order(StringComparer.Ordinal)];

    public async Task ReopenAsync()
    {
        await History.DisposeAsync();
        History = Open();
    }

    public async Task CloseAsync() => await History.DisposeAsync();

    public void OpenAgain() => History = Open();

    /// <summary>Lets everything that is due happen: seals, closed days, minutes, retention.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await History.MaintainAsync();
        }
        while (History.Contents.Files.Any(file => file == History.Contents.Newest ? !file.IsCarried : !file.IsFinished));
        while (History.Downsampler.TryStep()) continue;
        History.Downsampler.TryStep();
        await History.MaintainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await History.DisposeAsync();
        _own?.Dispose();
        Log.ThrowIfErrors();
    }

    private EmbeddedHistory Open() => EmbeddedHistory.Open(Folder, Options, _windows(), Mark, Time, Log.CreateLogger("history"));
}
