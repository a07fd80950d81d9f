using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>The smallest client: it sends and receives packets one by one and does nothing by itself.</summary>
internal sealed class TestClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly PipeReader _input;
    private readonly MqttProtocolVersion _version;
    private readonly MqttReaderLimits _limits = new() { Sender = MqttSender.Server, MaxPacketSize = 4 * 1024 * 1024 };

    private TestClient(Socket socket, MqttProtocolVersion version)
    {
        _socket = socket;
        _version = version;
        _input = PipeReader.Create(new NetworkStream(socket));
    }

    public ConnackPacket Connack { get; set; } = new();

    public static async Task<TestClient> OpenAsync(int port, MqttProtocolVersion version)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new TestClient(socket, version);
    }

    public async Task SendAsync(params object[] contents) =>
        await SendRawAsync(contents.SelectMany(content => new TestPacket(content, _version).Encode()).ToArray());

    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes) => await _socket.SendAsync(bytes).AsTask().WaitAsync(Patience);

    public Task PublishAsync(string topic, string payload, MqttQos qos = MqttQos.AtMostOnce, ushort id = 0, bool retain = false) =>
        SendAsync(Message(topic, payload, qos, id, retain));

    public static TestPublish Message(string topic, string payload, MqttQos qos = MqttQos.AtMostOnce, ushort id = 0, bool retain = false) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Qos = qos, PacketId = id, Retain = retain };

    public async Task<SubackPacket> SubscribeAsync(string filter, MqttQos qos = MqttQos.AtMostOnce, uint? identifier = null) =>
        await SubscribeAsync(new Subscription { Filter = filter, MaximumQos = qos }, identifier);

    public async Task<SubackPacket> SubscribeAsync(Subscription subscription, uint? identifier = null)
    {
        await SendAsync(new SubscribePacket { PacketId = 1000, Subscriptions = [subscription], SubscriptionIdentifier = identifier });
        return await ReceiveAsync<SubackPacket>();
    }

    /// <summary>The next packet, which must be of this kind.</summary>
    public async Task<T> ReceiveAsync<T>() => (await ReceiveAsync()).Should().BeOfType<T>().Which;

    /// <summary>The payload of the next packet, which must be PUBLISH; answered with PUBACK if its QoS is 1.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        TestPublish publish = await ReceiveAsync<TestPublish>();
        if (publish.Qos == MqttQos.AtLeastOnce)
            await SendAsync(new TestAck(MqttPacketType.Puback, publish.PacketId));
        return Encoding.UTF8.GetString(publish.Payload);
    }

    /// <summary>Null at the end of the connection.</summary>
    public async Task<object?> ReceiveAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _input.ReadAsync(patience.Token);
            }
            catch (IOException)
            {
                return null; // Reset.
            }
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (MqttReader.TryRead(ref buffer, _version, _limits, out MqttPacket packet))
            {
                object content = TestPacket.From(packet, _version).Content;
                _input.AdvanceTo(buffer.Start);
                return content is TestAck { UserProperties.Count: 0 } ack ? ack with { UserProperties = [] } : content; // Comparable.
            }
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    /// <summary>Sends bytes and reads as many as the buffer holds, past the packet reader, for measurements.</summary>
    public async Task ExchangeAsync(ReadOnlyMemory<byte> bytes, Memory<byte> answers)
    {
        ValueTask<int> sending = _socket.SendAsync(bytes, SocketFlags.None);
        for (int read = 0; read < answers.Length;)
            read += await _socket.ReceiveAsync(answers[read..], SocketFlags.None);
        await sending;
    }

    /// <summary>Everything sent before has been acted on, and nothing but this answer is under way.</summary>
    public async Task PingAsync()
    {
        await SendAsync(MqttPacketType.Pingreq);
        (await ReceiveAsync()).Should().Be(MqttPacketType.Pingresp);
    }

    public async Task EndsAsync(ReasonCode reason)
    {
        (await ReceiveAsync<DisconnectPacket>()).Reason.Should().Be(reason);
        (await ReceiveAsync()).Should().BeNull();
    }

    /// <summary>Without DISCONNECT.</summary>
    public void Dispose() => _socket.Dispose();
}
