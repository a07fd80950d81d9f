using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>
/// An HTTP/2 client that sends what it is told, valid or not, over a plain socket with prior knowledge. It answers SETTINGS and
/// PING, and gives flow-control credit only when asked to.
/// </summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const int InitialWindowSize = 4;
    private const int LargestFrame = 16_384;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, Channel<(RawFrame Frame, List<(string, string)>? Block)>> _streams = new();
    private readonly HpackDecoder _decoder = new();
    private readonly Task _reading;

    private RawHttp2(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reading = ReadAllAsync();
    }

    public RawFrame? GoAway { get; private set; }

    /// <summary>Ends when the server closes the connection.</summary>
    public Task Closed => _reading.WaitAsync(Patience);

    /// <param name="port">Where the server listens.</param>
    /// <param name="window">How many bytes of each stream the server may send before it must wait for more credit.</param>
    public static async Task<RawHttp2> ConnectAsync(int port, int window = 65_535)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        RawHttp2 connection = new(socket);
        byte[] setting = new byte[6];
        setting[1] = InitialWindowSize;
        BinaryPrimitives.WriteInt32BigEndian(setting.AsSpan(2), window);
        await connection.SendAsync([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. new RawFrame(RawFrameType.Settings, 0, 0, setting).Encode()]);
        return connection;
    }

    /// <summary>The header fields of a call, as a well-behaved client sends them.</summary>
    public static List<(string Name, string Value)> Call(string path, params (string Name, string Value)[] more) =>
    [
        (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
        ("te", "trailers"), ("content-type", "application/grpc"), .. more,
    ];

    public Task SendHeadersAsync(int stream, IEnumerable<(string, string)> headers, bool end = false) => SendAsync(
        new RawFrame(RawFrameType.Headers, (byte)(RawFrame.EndHeaders | (end ? RawFrame.EndStream : 0)), stream, HpackEncoder.Encode(headers)));

    public Task SendDataAsync(int stream, byte[] data, bool end = false) =>
        SendAsync(new RawFrame(RawFrameType.Data, end ? RawFrame.EndStream : (byte)0, stream, data));

    /// <summary>A whole call with one DATA frame, and its answer.</summary>
    public async Task<RawAnswer> CallAsync(int stream, string path, byte[] body, params (string Name, string Value)[] headers)
    {
        await SendHeadersAsync(stream, Call(path, headers));
        await SendDataAsync(stream, body, end: true);
        return await ReadAnswerAsync(stream);
    }

    /// <summary>A header block of any size in HEADERS and CONTINUATION frames, and whatever came back.</summary>
    public async Task<RawAnswer> CallInPiecesAsync(int stream, IEnumerable<(string, string)> headers)
    {
        byte[][] pieces = [.. HpackEncoder.Encode(headers).Chunk(LargestFrame)];
        try
        {
            for (int i = 0; i < pieces.Length; i++)
            {
                byte flags = (byte)((i == 0 ? RawFrame.EndStream : 0) | (i == pieces.Length - 1 ? RawFrame.EndHeaders : 0));
                await SendAsync(new RawFrame(i == 0 ? RawFrameType.Headers : RawFrameType.Continuation, flags, stream, pieces[i]));
            }
        }
        catch (IOException)
        {
            // Refused before everything was sent: the answer tells.
        }
        return await ReadAnswerAsync(stream);
    }

    public Task SendResetAsync(int stream) => SendAsync(new RawFrame(RawFrameType.RstStream, 0, stream, [0, 0, 0, 8]));

    public Task SendWindowUpdateAsync(int stream, int credit)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, credit);
        return SendAsync(new RawFrame(RawFrameType.WindowUpdate, 0, stream, payload));
    }

    /// <summary>Comes back when the server has seen everything sent before.</summary>
    public async Task PingAsync()
    {
        await SendAsync(new RawFrame(RawFrameType.Ping, 0, 0, new byte[8]));
        await ReadAsync(0, frame => frame.Type == RawFrameType.Ping);
    }

    public Task SendAsync(RawFrame frame) => SendAsync(frame.Encode());

    public async Task SendAsync(byte[] bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Everything on a stream until it ends.</summary>
    public Task<RawAnswer> ReadAnswerAsync(int stream = 1) => ReadAsync(stream, frame =>
        frame.Type == RawFrameType.RstStream || (frame.Type is RawFrameType.Data or RawFrameType.Headers && frame.Has(RawFrame.EndStream)));

    /// <summary>Everything on a stream up to the first frame that matches, or until the connection is lost.</summary>
    public async Task<RawAnswer> ReadAsync(int stream, Func<RawFrame, bool> last)
    {
        List<RawFrame> frames = [];
        List<IReadOnlyList<(string, string)>> blocks = [];
        using CancellationTokenSource patience = new(Patience);
        ChannelReader<(RawFrame Frame, List<(string, string)>? Block)> reader = Stream(stream).Reader;
        while (await reader.WaitToReadAsync(patience.Token))
        {
            (RawFrame frame, List<(string, string)>? block) = await reader.ReadAsync(patience.Token);
            frames.Add(frame);
            if (block is not null)
                blocks.Add(block);
            if (last(frame))
                return new RawAnswer(frames, blocks, ConnectionLost: false);
        }
        return new RawAnswer(frames, blocks, ConnectionLost: true);
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Cut()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Closed;
        _sending.Dispose();
    }

    private Channel<(RawFrame Frame, List<(string, string)>? Block)> Stream(int id) =>
        _streams.GetOrAdd(id, _ => Channel.CreateUnbounded<(RawFrame, List<(string, string)>?)>());

    private async Task ReadAllAsync()
    {
        try
        {
            while (await RawFrame.ReadAsync(_stream) is { } frame)
            {
                await AnswerAsync(frame);
                List<(string, string)>? block = frame.Type == RawFrameType.Headers ? _decoder.Decode(frame.Payload) : null;
                Stream(frame.Stream).Writer.TryWrite((frame, block));
            }
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
        }
        foreach (var stream in _streams.Keys.ToArray())
            Stream(stream).Writer.TryComplete();
        Stream(0).Writer.TryComplete();
        Stream(1).Writer.TryComplete();
    }

    private async Task AnswerAsync(RawFrame frame)
    {
        if (frame.Type == RawFrameType.GoAway)
            GoAway = frame;
        if (frame.Type is not (RawFrameType.Settings or RawFrameType.Ping) || frame.Has(RawFrame.Ack))
            return;
        try
        {
            await SendAsync(new RawFrame(frame.Type, RawFrame.Ack, 0, frame.Type == RawFrameType.Ping ? frame.Payload : []));
        }
        catch (IOException)
        {
            // The server has closed already; what it said before, GOAWAY for one, is still to be read.
        }
    }
}
