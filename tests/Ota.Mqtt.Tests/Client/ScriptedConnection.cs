using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Ota.Mqtt.Tests.Client;

/// <summary>The server's end of a connection.</summary>
internal sealed class ScriptedConnection(Socket socket, MqttProtocolVersion version) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private PipeReader? _reader;

    public ConnectPacket Connect { get; set; } = new();

    public Task SendAsync(object content) => SendBytesAsync(new TestPacket(content, version).Encode());

    public Task SendAsync(string hex) => SendBytesAsync(Wire.Bytes(hex));

    /// <summary>In one piece, so that all of it is there when the client looks at the first packet.</summary>
    public Task SendTogetherAsync(params object[] contents) =>
        SendBytesAsync([.. contents.SelectMany(content => new TestPacket(content, version).Encode())]);

    public Task SendBytesAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().Soon();

    public Task AckAsync(MqttPacketType type, ushort id, ReasonCode reason = ReasonCode.Success) => SendAsync(new TestAck(type, id, reason));

    /// <summary>The next packet, which must be of this kind.</summary>
    public async Task<T> ReadAsync<T>()
    {
        object? content = await ReadAnyAsync();
        return content.Should().BeOfType<T>().Subject;
    }

    public Task<TestAck> ReadAckAsync() => ReadAsync<TestAck>();

    /// <summary>The client must say goodbye with this code and close.</summary>
    public async Task ExpectDisconnectAsync(ReasonCode reason)
    {
        (await ReadAsync<DisconnectPacket>()).Reason.Should().Be(reason);
        await ExpectEndAsync();
    }

    /// <summary>The client must close without a word.</summary>
    public async Task ExpectEndAsync() => (await ReadAnyAsync()).Should().BeNull("the client closes the connection");

    public void Dispose() => _stream.Dispose();

    private async Task<object?> ReadAnyAsync()
    {
        _reader ??= PipeReader.Create(_stream);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _reader.ReadAsync().Soon();
            }
            catch (IOException)
            {
                return null; // A reset is an end too.
            }
            ReadOnlySequence<byte> buffer = read.Buffer;
            object? content = null;
            if (MqttReader.TryRead(ref buffer, version, Wire.FromClient with { MaxPacketSize = 1 << 26 }, out MqttPacket packet))
                content = TestPacket.From(packet, version).Content;
            _reader.AdvanceTo(buffer.Start, content is null ? buffer.End : buffer.Start);
            if (content is not null || read.IsCompleted)
                return content;
        }
    }
}
