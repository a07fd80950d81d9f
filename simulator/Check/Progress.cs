using System.Globalization;

namespace Ota.Simulator.Check;

/// <summary>Shows on a terminal how far the check is; a pipe sees nothing of it.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter _error;
    private readonly ITimer? _timer;
    private bool _shown;

    public Progress(TextWriter error, Func<int> done, int all)
    {
        _error = error;
        if (Console.IsErrorRedirected) return;
        _timer = TimeProvider.System.CreateTimer(_ => Show(done(), all), null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is null) return;
        await _timer.DisposeAsync();
        if (_shown) await _error.WriteAsync("\r\u001b[K");
        _shown = false;
    }

    private void Show(int done, int all)
    {
        _shown = true;
        _error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done} of {all} vehicles compared"));
    }
}
