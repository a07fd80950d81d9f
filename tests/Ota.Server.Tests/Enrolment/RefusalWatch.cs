using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Ota.Server.Tests.Enrolment;

/// <summary>Hears of each refusal that one server counts, so that a test can wait for it.</summary>
internal sealed class RefusalWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MeterListener _listener = new();
    private readonly Channel<string> _reasons = Channel.CreateUnbounded<string>();

    private RefusalWatch(OtaServer server)
    {
        IMeterFactory factory = server.App.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "ota.bridge.refusals" && ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _reasons.Writer.TryWrite((string)tags[0].Value!));
        _listener.Start();
    }

    public bool IsQuiet => !_reasons.Reader.TryPeek(out _);

    public static RefusalWatch On(OtaServer server) => new(server);

    /// <summary>The next refusal that is counted.</summary>
    public async Task<string> NextAsync() => await _reasons.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
