using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Ota.Server.Tests;

/// <summary>Hears of what one server counts, one by one, by its first label, so that a test can wait for it.</summary>
internal sealed class CounterWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MeterListener _listener = new();
    private readonly Channel<string> _counted = Channel.CreateUnbounded<string>();

    private CounterWatch(OtaServer server, string counter)
    {
        IMeterFactory factory = server.App.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == counter && ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            for (long i = 0; i < count; i++) _counted.Writer.TryWrite((string)tags[0].Value!);
        });
        _listener.Start();
    }

    public bool IsQuiet => !_counted.Reader.TryPeek(out _);

    public static CounterWatch On(OtaServer server, string counter = "ota.bridge.refusals") => new(server, counter);

    /// <summary>The label of what is counted next.</summary>
    public async Task<string> NextAsync() => await _counted.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Waits for so many that have this label.</summary>
    public async Task SeenAsync(string label, int times)
    {
        while (times > 0)
        {
            if (await NextAsync() == label) times--;
        }
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
