using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;

namespace Ota.Mqtt.Client;

/// <summary>
/// One network connection: a loop that reads and a loop that writes. Packets are encoded into a pipe under the session's lock; while
/// one write is under way the next ones gather, so that a busy connection makes few and large writes.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ClientTransport _transport;
    private readonly PipeReader _input;
    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: 0, // The session itself stops at its limit: a writer that waits would hold the lock.
        minimumSegmentSize: 16 * 1024,
        useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<bool> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MqttReaderLimits _limits;
    private readonly TimeProvider _time;
    private MqttClientException? _cause;

    public ClientConnection(ClientTransport transport, MqttClientOptions options)
    {
        _transport = transport;
        _time = options.Time;
        _input = PipeReader.Create(transport.Stream, new StreamPipeReaderOptions(bufferSize: 8192, leaveOpen: true));
        _limits = new MqttReaderLimits { Sender = MqttSender.Server, MaxPacketSize = options.MaximumPacketSize };
        Version = options.Version;
        IncomingAliases = new IncomingAliases(options.TopicAliasMaximum);
        LastReceived = LastSent = _time.GetTimestamp();
    }

    public MqttProtocolVersion Version { get; }

    public ConnackPacket Connack { get; private set; } = new();

    public ServerLimits Server { get; private set; } = null!;

    public OutgoingAliases OutgoingAliases { get; private set; } = null!;

    public IncomingAliases IncomingAliases { get; }

    /// <summary>Where packets are written, under the session's lock only.</summary>
    public PipeWriter Output => _pipe.Writer;

    /// <summary>Bytes that were written here and that the transport has not taken.</summary>
    public long Buffered { get; private set; }

    public long LastReceived { get; private set; }

    public long LastSent { get; private set; }

    /// <summary>When PINGREQ went out; null when it is answered.</summary>
    public long? PingSentAt { get; set; }

    /// <summary>Whether the client itself does not read, so that silence says nothing about the server.</summary>
    public bool Paused { get; private set; }

    /// <summary>CONNECT and CONNACK.</summary>
    /// <exception cref="MqttClientException">The server refused.</exception>
    public async Task GreetAsync(ConnectPacket connect, MqttClientOptions options, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> bytes = new();
        MqttWriter.Write(bytes, connect, connect.Version);
        await _transport.Stream.WriteAsync(bytes.WrittenMemory, cancellationToken);
        await _transport.Stream.FlushAsync(cancellationToken);
        Connack = await ReadConnackAsync(cancellationToken);
        Handshake.Check(Connack, connect);
        Server = new ServerLimits(Connack, options);
        OutgoingAliases = new OutgoingAliases(Server.TopicAliasMaximum);
        LastReceived = LastSent = _time.GetTimestamp();
    }

    /// <summary>Runs both loops to the end of the connection and says why it ended.</summary>
    public async Task<MqttClientException> RunAsync(ClientSession session)
    {
        Task reading = ReadAsync(session);
        Task writing = WriteAsync(session);
        bool politely = await _ending.Task;
        if (politely) // In real time: this is for bytes on their way.
            await Task.WhenAny(Task.WhenAll(writing, reading), Task.Delay(Farewell, TimeProvider.System));
        await _stop.CancelAsync();
        await _transport.Stream.DisposeAsync();
        await Task.WhenAll(reading, writing);
        return _cause!;
    }

    public void Wrote(int bytes) => Buffered += bytes;

    public void WriteControl(ControlPacket packet) => Wrote(MqttWriter.Write(Output, packet, Version));

    public void WriteAck(MqttPacketType type, ushort packetId, ReasonCode reason) =>
        Wrote(MqttWriter.WriteAck(Output, type, packetId, reason, Version));

    /// <summary>Wakes the loop that writes, if there is something to write.</summary>
    public void Flush()
    {
        if (Output.UnflushedBytes == 0)
            return;
        ValueTask<FlushResult> flush = Output.FlushAsync(CancellationToken.None);
        Debug.Assert(flush.IsCompleted, "The pipe never pauses its writer.");
        _ = flush.GetAwaiter().GetResult();
    }

    /// <summary>Takes note that the transport has taken bytes.</summary>
    public void Sent(long bytes)
    {
        Buffered -= bytes;
        LastSent = _time.GetTimestamp();
    }

    /// <summary>Ends the connection; only the first cause counts. Politely: what is written goes out first.</summary>
    public void End(MqttClientException cause, bool politely)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is null)
            _ending.SetResult(politely);
        Output.Complete();
    }

    public void Dispose()
    {
        _transport.Stream.Dispose();
        _stop.Dispose();
    }

    private async Task<ConnackPacket> ReadConnackAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await _input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool complete = MqttReader.TryRead(ref buffer, Version, _limits, out MqttPacket packet);
            _input.AdvanceTo(buffer.Start, complete ? buffer.Start : buffer.End);
            if (complete)
            {
                return packet.Control as ConnackPacket
                    ?? throw new MqttProtocolException(
                        ReasonCode.ProtocolError, $"The server answered CONNECT with {packet.Type} (MQTT-3.2.0-1).");
            }
            if (read.IsCompleted)
                throw new EndOfStreamException("The server closed the connection without CONNACK.");
        }
    }

    private async Task ReadAsync(ClientSession session)
    {
        try
        {
            while (true)
            {
                ReadResult read = await _input.ReadAsync(_stop.Token);
                LastReceived = _time.GetTimestamp();
                ReadOnlySequence<byte> buffer = read.Buffer;
                while (MqttReader.TryRead(ref buffer, Version, _limits, out MqttPacket packet))
                {
                    if (session.Handle(this, packet) is { } room)
                        await PauseAsync(room);
                }
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    throw new EndOfStreamException("The server closed the connection.");
            }
        }
        catch (Exception failure) // One of the two loops that own the connection: whatever ends it is its cause.
        {
            session.EndConnection(this, failure);
        }
    }

    private async Task PauseAsync(Task room)
    {
        Paused = true;
        await room.WaitAsync(_stop.Token);
        Paused = false;
        LastReceived = _time.GetTimestamp();
    }

    private async Task WriteAsync(ClientSession session)
    {
        PipeReader output = _pipe.Reader;
        try
        {
            while (true)
            {
                ReadResult read = await output.ReadAsync(_stop.Token);
                foreach (ReadOnlyMemory<byte> segment in read.Buffer)
                    await _transport.Stream.WriteAsync(segment, _stop.Token);
                long sent = read.Buffer.Length;
                output.AdvanceTo(read.Buffer.End);
                session.Sent(this, sent);
                if (read.IsCompleted)
                    break;
            }
            await _transport.ShutDownAsync();
        }
        catch (Exception failure) // The other loop.
        {
            session.EndConnection(this, failure);
        }
    }
}
