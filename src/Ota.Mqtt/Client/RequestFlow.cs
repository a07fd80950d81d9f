namespace Ota.Mqtt.Client;

/// <summary>
/// Requests without answer, in order, and the subscriptions that the server has granted. All calls come under the session's lock.
/// A request whose connection is lost is sent again on the next one: subscribing twice is the same as once.
/// </summary>
internal sealed class RequestFlow(PacketIds ids, Action<Subscription, ReasonCode> lost)
{
    private const int FiltersPerPacket = 32; // When all are renewed; small enough for any server's maximum packet size in practice.

    private readonly List<PendingRequest> _requests = [];
    private readonly Dictionary<string, (Subscription Subscription, uint? Identifier)> _granted = [];

    public long? OldestSentAt => _requests.Count > 0 && _requests[0].PacketId != 0 ? _requests[0].SentAt : null;

    public void Add(PendingRequest request) => _requests.Add(request);

    public void Begin(ClientConnection connection, bool resumed, long now)
    {
        foreach (PendingRequest request in _requests)
        {
            ids.Return(request.PacketId);
            request.PacketId = 0;
        }
        if (!resumed)
        {
            _requests.RemoveAll(request => request.IsOwn);
            _requests.InsertRange(0, Renewals());
        }
        Send(connection, now);
    }

    /// <summary>Sends what was not sent on this connection.</summary>
    public void Send(ClientConnection connection, long now)
    {
        for (int i = 0; i < _requests.Count; i++)
        {
            PendingRequest request = _requests[i];
            if (request.PacketId != 0)
                continue;
            if (Refuse(connection, request) is { } refusal)
            {
                _requests.RemoveAt(i--);
                request.Fail(refusal);
                continue;
            }
            if ((request.PacketId = ids.Take(request)) == 0)
                return;
            request.SentAt = now;
            connection.WriteControl(request.ToPacket());
        }
    }

    public void Answer(SubackPacket suback)
    {
        if (Take<SubscribePacket>(suback.PacketId, suback.Reasons.Count, "SUBACK") is not { } request)
            return;
        SubscribePacket asked = request.Subscribe!;
        for (int i = 0; i < asked.Subscriptions.Count; i++)
        {
            Subscription subscription = asked.Subscriptions[i];
            if (!suback.Reasons[i].IsFailure())
                _granted[subscription.Filter] = (subscription, asked.SubscriptionIdentifier);
            else if (request.IsOwn && _granted.Remove(subscription.Filter))
                lost(subscription, suback.Reasons[i]);
        }
        request.Complete(suback);
    }

    public void Answer(UnsubackPacket unsuback, MqttProtocolVersion version)
    {
        int count = version == MqttProtocolVersion.V311 ? -1 : unsuback.Reasons.Count;
        if (Take<UnsubscribePacket>(unsuback.PacketId, count, "UNSUBACK") is not { } request)
            return;
        IReadOnlyList<string> filters = request.Unsubscribe!.Filters;
        for (int i = 0; i < filters.Count; i++)
        {
            if (count < 0 || !unsuback.Reasons[i].IsFailure())
                _granted.Remove(filters[i]);
        }
        // 3.1.1 has no codes: its UNSUBACK always means success.
        request.Complete(count < 0 ? unsuback with { Reasons = new ReasonCode[filters.Count] } : unsuback);
    }

    public void Abandon(MqttClientException exception)
    {
        foreach (PendingRequest request in _requests)
        {
            ids.Return(request.PacketId);
            request.Fail(exception);
        }
        _requests.Clear();
    }

    private static MqttClientException? Refuse(ClientConnection connection, PendingRequest request)
    {
        if (request.Size(connection.Version) > connection.Server.MaximumPacketSize)
            return new MqttClientException(MqttClientError.PacketTooLarge, "The request is larger than the server's maximum packet size.");
        if (request.Subscribe is not { } subscribe)
            return null;
        if (subscribe.SubscriptionIdentifier is not null && !connection.Server.IdentifiersAvailable)
            return Unsupported("subscription identifiers");
        foreach (Subscription subscription in subscribe.Subscriptions)
        {
            bool shared = subscription.Filter.StartsWith("$share/", StringComparison.Ordinal);
            if (shared && !connection.Server.SharedAvailable)
                return Unsupported("shared subscriptions");
            if (!connection.Server.WildcardsAvailable && subscription.Filter.AsSpan().ContainsAny('+', '#'))
                return Unsupported("wildcard subscriptions");
        }
        return null;
    }

    private static MqttClientException Unsupported(string what) =>
        new(MqttClientError.NotSupported, $"The server has no {what} (3.2.2.3).");

    private PendingRequest? Take<T>(ushort id, int codes, string packet)
        where T : ControlPacket
    {
        if (ids.Holder(id) is not PendingRequest request)
            return null;
        if (request.ToPacket() is not T || (codes >= 0 && codes != request.Filters))
            throw new MqttProtocolException(ReasonCode.ProtocolError, $"{packet} does not fit the request (MQTT-3.8.4-6, MQTT-3.10.4-6).");
        ids.Return(id);
        _requests.Remove(request);
        return request;
    }

    private IEnumerable<PendingRequest> Renewals()
    {
        foreach (var group in _granted.Values.GroupBy(granted => granted.Identifier))
        {
            foreach (var some in group.Chunk(FiltersPerPacket))
            {
                Subscription[] subscriptions = [.. some.Select(one => one.Subscription)];
                SubscribePacket packet = new() { SubscriptionIdentifier = group.Key, Subscriptions = subscriptions };
                yield return new PendingRequest(packet, unsubscribe: null) { IsOwn = true };
            }
        }
    }
}
