using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Ota.Mqtt.WebSockets;

/// <summary>
/// A WebSocket as a pair of pipes. Packets may begin and end anywhere in the frames (MQTT-6.0.0-2); only binary frames are taken
/// (MQTT-6.0.0-1).
/// </summary>
internal sealed class WebSocketTransport(WebSocket socket) : IDisposable
{
    private static readonly PipeOptions Options = new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);

    private readonly Pipe _received = new(Options);
    private readonly Pipe _toSend = new(Options);
    private readonly CancellationTokenSource _aborted = new();

    public PipeReader Input => _received.Reader;

    public PipeWriter Output => _toSend.Writer;

    public void Abort()
    {
        try
        {
            _aborted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself in the meantime.
        }
    }

    /// <summary>Moves bytes both ways while <paramref name="serve"/> runs, then closes the socket.</summary>
    public async Task RunAsync(Task serve)
    {
        Task receiving = ReceiveAsync();
        Task sending = SendAsync();
        await serve;
        await _toSend.Writer.CompleteAsync();
        await sending;
        await _received.Reader.CompleteAsync();
        await receiving;
    }

    public void Dispose() => _aborted.Dispose();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(_received.Writer.GetMemory(), _aborted.Token);
                if (received.MessageType != WebSocketMessageType.Binary)
                {
                    if (received.MessageType == WebSocketMessageType.Text)
                        Abort();
                    break;
                }
                _received.Writer.Advance(received.Count);
                if ((await _received.Writer.FlushAsync(_aborted.Token)).IsCompleted)
                    break;
            }
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or IOException)
        {
            // The end of the pipe says it.
        }
        await _received.Writer.CompleteAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                ReadResult read = await _toSend.Reader.ReadAsync(_aborted.Token);
                foreach (ReadOnlyMemory<byte> segment in read.Buffer)
                    await socket.SendAsync(segment, WebSocketMessageType.Binary, endOfMessage: true, _aborted.Token);
                _toSend.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _aborted.Token);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or IOException)
        {
            // The reading side finds out.
        }
        await _toSend.Reader.CompleteAsync();
    }
}
