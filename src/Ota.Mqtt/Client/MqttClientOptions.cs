using System.Net.Security;

namespace Ota.Mqtt.Client;

/// <summary>What a <see cref="MqttClient"/> connects to and how, and the bounds it keeps.</summary>
public sealed record MqttClientOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The server's name or address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The server's port: 1883 by convention, 8883 with TLS.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>
    /// Makes the transport instead of <see cref="Host"/>, <see cref="Port"/> and <see cref="Tls"/>; called for each attempt.
    /// </summary>
    public Func<CancellationToken, ValueTask<Stream>>? OpenTransport { get; init; }

    /// <summary>TLS, or null for plain TCP; <see cref="MqttClientTls"/> makes one with a client certificate and an own root.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The protocol version.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V500;

    /// <summary>The client identifier; empty asks the server to choose one, which is then kept.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>
    /// Whether the first connection discards an older session. In MQTT 3.1.1 it also means that no session outlives a connection.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds that the session outlives a connection, 0xFFFFFFFF for ever. MQTT 5.0 only.</summary>
    public uint SessionExpiryInterval { get; init; }

    /// <summary>
    /// The longest silence in either direction before PINGREQ, in whole seconds; zero: no pings. A server may choose another.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The user name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or null.</summary>
    public byte[]? Password { get; init; }

    /// <summary>The message that the server publishes when this client goes without saying so.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>Asked for the message of each connection anew, in place of <see cref="Will"/>; null for one and the same.</summary>
    public Func<WillMessage?>? NextWill { get; init; }

    /// <summary>The user properties of CONNECT. MQTT 5.0 only.</summary>
    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>
    /// Received QoS 1 and 2 messages without acknowledgement at most; the server is held back beyond it. One that goes over it, as
    /// mosquitto 2.0.11 does, is not read until there is room, so that its answers, and the end of its connection, are seen late.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 256;

    /// <summary>Bytes of a received packet at most; a server that sends a larger one is disconnected.</summary>
    public int MaximumPacketSize { get; init; } = 1024 * 1024;

    /// <summary>Topic aliases that the server may set. MQTT 5.0 only.</summary>
    public ushort TopicAliasMaximum { get; init; } = 16;

    /// <summary>Topic aliases that the client sets by itself, as far as the server allows: the first so many topics get one.</summary>
    public ushort OutgoingTopicAliasMaximum { get; init; } = 16;

    /// <summary>QoS 1 and 2 publishes in flight at most; a server may allow fewer.</summary>
    public int MaximumInflight { get; init; } = 256;

    /// <summary>
    /// QoS 1 and 2 publishes that the client holds at most, in flight or not; callers beyond it wait for room in their order.
    /// </summary>
    public int MaximumQueued { get; init; } = 1000;

    /// <summary>Bytes that wait for the transport before further publishes wait; one packet may exceed it.</summary>
    public int MaximumBuffered { get; init; } = 256 * 1024;

    /// <summary>
    /// Received QoS 0 messages that nobody has read at most; more are dropped and counted, because waiting would also hold up the
    /// acknowledgements that the reader may be waiting for.
    /// </summary>
    public int MaximumUnread { get; init; } = 1000;

    /// <summary>SUBSCRIBE and UNSUBSCRIBE requests without answer at most; further ones wait.</summary>
    public int MaximumRequests { get; init; } = 64;

    /// <summary>Time for transport, TLS and CONNACK together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for the server to acknowledge a packet; beyond it the connection is given up. Infinite is allowed.</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for PINGRESP, or anything else, to come after PINGREQ.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How to come back after a lost connection; null: not at all.</summary>
    public ReconnectPolicy? Reconnect { get; init; }

    /// <summary>
    /// When the server has lost the session: whether what it had not finished acknowledging is published anew, which may deliver it
    /// twice, or fails with <see cref="MqttClientError.SessionLost"/>.
    /// </summary>
    public bool ResendWhenSessionLost { get; init; } = true;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Received messages that are held at most: a server shows only by the first one too many that it goes over the maximum.</summary>
    internal int MaximumUndecided => ReceiveMaximum + 1;

    internal void Check()
    {
        List<string> problems = [];
        Require(Version is MqttProtocolVersion.V311 or MqttProtocolVersion.V500, "Version must be 3.1.1 or 5.0");
        Require(OpenTransport is not null || (Host.Length > 0 && Port is > 0 and <= 65535), "Host must be set and Port be 1 to 65535");
        Require(KeepAlive >= TimeSpan.Zero && KeepAlive.TotalSeconds <= ushort.MaxValue, "KeepAlive must be 0 to 65,535 seconds");
        Require(ReceiveMaximum > 0, "ReceiveMaximum must be at least 1");
        Require(MaximumPacketSize >= 16, "MaximumPacketSize must be at least 16");
        Require(MaximumInflight is > 0 and <= ushort.MaxValue, "MaximumInflight must be 1 to 65,535");
        Require(MaximumQueued > 0, "MaximumQueued must be at least 1");
        Require(MaximumBuffered > 0, "MaximumBuffered must be at least 1");
        Require(MaximumUnread > 0, "MaximumUnread must be at least 1");
        Require(MaximumRequests is > 0 and < 1000, "MaximumRequests must be 1 to 999");
        Require(ConnectTimeout > TimeSpan.Zero, "ConnectTimeout must be positive");
        Require(PingTimeout > TimeSpan.Zero && PingTimeout <= Day, "PingTimeout must be positive and at most a day");
        Require(
            (AcknowledgementTimeout > TimeSpan.Zero && AcknowledgementTimeout <= Day) || AcknowledgementTimeout == Timeout.InfiniteTimeSpan,
            "AcknowledgementTimeout must be positive and at most a day, or infinite");
        Require(
            Version == MqttProtocolVersion.V500 || ClientId.Length > 0 || CleanStart,
            "ClientId must be set for a session that lasts (MQTT-3.1.3-7)");
        if (problems.Count > 0)
            throw new ArgumentException($"The client's options are not valid: {string.Join("; ", problems)}.");

        void Require(bool condition, string problem)
        {
            if (!condition)
                problems.Add(problem);
        }
    }

    internal ConnectPacket ToConnect(string clientId, bool first)
    {
        bool five = Version == MqttProtocolVersion.V500;
        return new ConnectPacket
        {
            Version = Version,
            ClientId = clientId,
            // In 5.0 a later connection of this client is always the same session, if there still is one.
            CleanStart = CleanStart && (first || !five),
            KeepAlive = (ushort)KeepAlive.TotalSeconds,
            UserName = UserName,
            Password = Password,
            Will = NextWill is null ? Will : NextWill(),
            SessionExpiryInterval = five && SessionExpiryInterval > 0 ? SessionExpiryInterval : null,
            ReceiveMaximum = five ? ReceiveMaximum : null,
            MaximumPacketSize = five ? (uint)MaximumPacketSize : null,
            TopicAliasMaximum = five && TopicAliasMaximum > 0 ? TopicAliasMaximum : null,
            UserProperties = UserProperties,
        };
    }
}
