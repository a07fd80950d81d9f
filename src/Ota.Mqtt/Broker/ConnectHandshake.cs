using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace Ota.Mqtt.Broker;

/// <summary>The first packet of a connection, which must be CONNECT (MQTT-3.1.0-1), and the decision about it.</summary>
internal sealed class ConnectHandshake(MqttBroker broker, MqttTransport transport, MqttConnection connection)
{
    private readonly MqttBrokerOptions _options = broker.Options;

    /// <summary>Null when the connection is to be closed; CONNACK with the reason is then written where the protocol has one.</summary>
    public async Task<AcceptedConnect?> RunAsync()
    {
        try
        {
            if (await ReadAsync() is not { } packet)
                return null;
            return await DecideAsync(packet);
        }
        catch (MqttProtocolException refused)
        {
            broker.Counters.ConnectRefused();
            broker.Log.ConnectionRefused(transport.RemoteEndPoint, refused.Reason, refused.Message);
            if (refused.AnswerIn is { } version)
                Refuse(transport.Output, new AnswerTerms(version, long.MaxValue, WantsTexts: true), refused.Reason, refused.Message);
            return null;
        }
    }

    public static void Refuse(PipeWriter output, AnswerTerms terms, ReasonCode reason, string? text)
    {
        if (terms.Version == MqttProtocolVersion.V311 && ReasonCodes.ToReturnCode(reason) is null)
            return;
        if (!ReasonCodes.IsAllowed(MqttPacketType.Connack, (byte)reason, MqttSender.Server))
            reason = ReasonCode.UnspecifiedError;
        if (terms.Fit(new ConnackPacket { Reason = reason, ReasonString = text }) is { } answer)
            MqttWriter.Write(output, answer, terms.Version);
    }

    private async Task<ConnectPacket?> ReadAsync()
    {
        MqttReaderLimits limits = new()
        {
            MaxPacketSize = _options.MaxConnectPacketSize,
            MaxTopicLevels = _options.MaxTopicLevels,
            Sender = MqttSender.Client,
        };
        while (true)
        {
            ReadResult read = await transport.Input.ReadAsync();
            if (connection.IsEnding)
                return null;
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (TryRead(ref buffer, limits, out ConnectPacket? packet))
            {
                transport.Input.AdvanceTo(buffer.Start);
                return packet;
            }
            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static bool TryRead(ref ReadOnlySequence<byte> buffer, MqttReaderLimits limits, out ConnectPacket? packet)
    {
        packet = null;
        // MQTT-3.1.0-1, and at the first byte, so that nothing else is ever parsed before CONNECT.
        if (!buffer.IsEmpty && buffer.FirstSpan is [var first, ..] && first >> 4 != (int)MqttPacketType.Connect)
            throw new MqttProtocolException(ReasonCode.ProtocolError, "The first packet is not CONNECT (MQTT-3.1.0-1).");
        if (!MqttReader.TryRead(ref buffer, MqttProtocolVersion.V500, limits, out MqttPacket read))
            return false;
        packet = (ConnectPacket)read.Control!;
        return true;
    }

    private async Task<AcceptedConnect?> DecideAsync(ConnectPacket packet)
    {
        if (packet.AuthenticationMethod is not null)
            return Refused(packet, ReasonCode.BadAuthenticationMethod, "There is no enhanced authentication here.");
        if (Encoding.UTF8.GetByteCount(packet.ClientId) > _options.MaxClientIdLength)
            return Refused(packet, ReasonCode.ClientIdentifierNotValid, "The client identifier is too long.");
        if (broker.IsStopping)
            return Refused(packet, ReasonCode.ServerShuttingDown, "The server is shutting down.");
        MqttClientInfo client = new()
        {
            ClientId = packet.ClientId,
            Version = packet.Version,
            UserName = packet.UserName,
            Certificate = transport.Certificate,
            RemoteEndPoint = transport.RemoteEndPoint,
        };
        MqttConnectDecision? decision = _options.Authenticate is null
            ? MqttConnectDecision.Accepted
            : await new Authentication(broker, transport, connection).AskAsync(new MqttConnectRequest(client, packet));
        if (decision is null || connection.IsEnding)
            return null;
        if (decision.Reason != ReasonCode.Success)
            return Refused(packet, decision.Reason, decision.ReasonString);
        return Accept(packet, client, decision);
    }

    private AcceptedConnect? Accept(ConnectPacket packet, MqttClientInfo client, MqttConnectDecision decision)
    {
        // MQTT-3.1.3-6: an identifier nobody else has.
        string? assigned = decision.ClientId;
        if (assigned is null && packet.ClientId.Length == 0)
            assigned = "auto-" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        client = client with { ClientId = assigned ?? packet.ClientId, UserName = decision.UserName ?? packet.UserName };
        ITopicAccess? access = _options.Access?.Invoke(client);
        if (packet.Will is { } will && !MayPublish(access, Encoding.UTF8.GetBytes(will.Topic)))
            return Refused(packet, ReasonCode.NotAuthorized, "The client may not publish its will.");
        uint maxExpiry = MaxExpiry(decision);
        AcceptedConnect accepted = new(packet, client, access)
        {
            AssignedClientId = packet.ClientId.Length == 0 ? assigned : null,
            MaxExpiryInterval = maxExpiry,
            ExpiryInterval = Math.Min(RequestedExpiry(packet), maxExpiry),
            KeepAlive = KeepAlive(packet),
            Window = Math.Min(packet.ReceiveMaximum ?? ushort.MaxValue, _options.MaxInflightMessages),
        };
        return packet.MaximumPacketSize is not null && accepted.Answer(_options, isPresent: false) is null
            ? Refused(packet, ReasonCode.PacketTooLarge, "The client takes no packet as large as CONNACK has to be.")
            : accepted;
    }

    internal static bool MayPublish(ITopicAccess? access, ReadOnlySpan<byte> topic)
    {
        if (topic[0] == '$' && IsServersOwn(topic))
            return false;
        return access is null || access.MayPublish(topic);
    }

    /// <summary>4.7.2: topics that only the server publishes to.</summary>
    internal static bool IsServersOwn(ReadOnlySpan<byte> topic) => topic.SequenceEqual("$SYS"u8) || topic.StartsWith("$SYS/"u8);

    private static uint RequestedExpiry(ConnectPacket packet)
    {
        if (packet.Version == MqttProtocolVersion.V500)
            return packet.SessionExpiryInterval ?? 0;
        return packet.CleanStart ? 0 : uint.MaxValue; // 3.1.1: 3.1.2.4
    }

    private uint MaxExpiry(MqttConnectDecision decision)
    {
        TimeSpan most = decision.MaxSessionExpiry is { } own && own < _options.MaxSessionExpiry ? own : _options.MaxSessionExpiry;
        return most.TotalSeconds >= uint.MaxValue ? uint.MaxValue : (uint)most.TotalSeconds;
    }

    private ushort KeepAlive(ConnectPacket packet)
    {
        if (packet.Version == MqttProtocolVersion.V311)
            return packet.KeepAlive; // It has no way to tell the client.
        // MQTT-3.1.2-22: silence ends the connection after one and a half keep-alives.
        double idle = _options.IdleTimeout?.TotalSeconds / 1.5 ?? double.MaxValue;
        double most = Math.Min(idle, _options.MaxKeepAlive?.TotalSeconds ?? double.MaxValue);
        if (most == double.MaxValue)
            return packet.KeepAlive;
        ushort limit = (ushort)Math.Clamp(most, 1, ushort.MaxValue);
        return packet.KeepAlive == 0 || packet.KeepAlive > limit ? limit : packet.KeepAlive;
    }

    private AcceptedConnect? Refused(ConnectPacket packet, ReasonCode reason, string? text)
    {
        broker.Counters.ConnectRefused();
        broker.Log.ConnectionRefused(transport.RemoteEndPoint, reason, text ?? "");
        Refuse(transport.Output, AnswerTerms.Of(packet), reason, text);
        return null;
    }
}
