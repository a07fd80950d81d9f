using System.Globalization;
using System.Net.Sockets;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether each sink can be reached, wants us, and has room in its spool.</summary>
internal sealed class SinkFinder(TelemetrySinks sinks, SinksOptions options) : IFinder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public string Name => "sinks";

    public async Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop) => sinks.All.Count == 0
        ? [Found.Ok(Name, "None: telemetry is kept in the server alone.")]
        : await Task.WhenAll(options.Targets.Zip(sinks.All, (target, sink) => LookAsync(target, sink, stop)));

    private async Task<V1.SystemCheck> LookAsync(SinkTarget target, BufferedSink sink, CancellationToken stop)
    {
        string name = $"sink {target.Name}";
        string spool = string.Create(
            CultureInfo.InvariantCulture, $"{sink.Spool.PendingBytes / 1_000_000} of {options.Spool.LimitBytes / 1_000_000} MB wait in its spool");
        if (sink.Status.State == SinkState.Refused)
            return Found.Problem(name, $"It refuses this server: correct its secret, database or bucket; the log has its words. {spool}.");
        string? trouble = await TroubleAsync(target.Url, stop);
        bool isFilling = sink.Spool.PendingBytes > options.Spool.LimitBytes / 2;
        if (trouble is null && sink.Status.State == SinkState.Down) trouble = "it answers with errors, which the log has";
        if (trouble is null && !isFilling) return Found.Ok(name, $"It takes what it gets; {spool}.");
        string what = trouble is null ? $"{spool}: it is slower than what comes." : $"It cannot be used ({trouble}): start it, or correct its URL. {spool}.";
        return isFilling ? Found.Problem(name, $"{what} Once that is full, the oldest is dropped.") : Found.Warning(name, what);
    }

    // Its last answer may be old: where nothing comes in, nothing is sent.
    private static async Task<string?> TroubleAsync(Uri url, CancellationToken stop)
    {
        using TcpClient probe = new();
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        enough.CancelAfter(Patience);
        try
        {
            await probe.ConnectAsync(url.Host, url.Port, enough.Token);
            return null;
        }
        catch (SocketException e)
        {
            return e.Message.TrimEnd('.');
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return "no answer";
        }
    }
}
