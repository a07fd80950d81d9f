namespace Ota.Mqtt.Broker;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (3.8, 3.10).</summary>
internal sealed class SubscriptionRequests(MqttBroker broker, MqttConnection connection, MqttSession session, FanOut fanOut)
{
    private readonly AcceptedConnect _accepted = connection.Accepted!;
    private string? _refusal; // Why the first filter that was refused was refused, for a person.

    public void Handle(SubscribePacket packet)
    {
        ReasonCode[] reasons = new ReasonCode[packet.Subscriptions.Count];
        SubackPacket answer = new() { PacketId = packet.PacketId, Reasons = reasons };
        RequireRoom(answer);
        List<(FilterName Filter, Delivery Delivery)> wantRetained = [];
        for (int i = 0; i < reasons.Length; i++)
            reasons[i] = Subscribe(packet.Subscriptions[i], packet.SubscriptionIdentifier, wantRetained);
        Respond(answer with { ReasonString = _refusal });
        if (wantRetained.Count > 0)
            connection.TrySendResponses(); // SUBACK first: some clients expect it so, though 3.8.4 allows both.
        foreach ((FilterName filter, Delivery delivery) in wantRetained)
            SendRetained(filter, delivery);
    }

    public void Handle(UnsubscribePacket packet)
    {
        ReasonCode[] reasons = new ReasonCode[packet.Filters.Count];
        UnsubackPacket answer = new() { PacketId = packet.PacketId, Reasons = reasons };
        RequireRoom(answer);
        for (int i = 0; i < reasons.Length; i++)
            reasons[i] = Unsubscribe(packet.Filters[i]) ? ReasonCode.Success : ReasonCode.NoSubscriptionExisted;
        Respond(answer);
    }

    /// <summary>MQTT-3.1.2-24, and before anything is done that could not be answered.</summary>
    private void RequireRoom(ControlPacket answer)
    {
        if (_accepted.Terms.Fit(answer) is null)
            throw new MqttProtocolException(ReasonCode.PacketTooLarge, "The answer would be larger than the client takes.");
    }

    private void Respond(ControlPacket answer) =>
        MqttWriter.Write(connection.Responses, _accepted.Terms.Fit(answer)!, _accepted.Version);

    private ReasonCode Refuse(MqttRefusal refusal)
    {
        _refusal ??= refusal.Text;
        return refusal.For(MqttPacketType.Suback);
    }

    private ReasonCode Subscribe(
        Subscription wanted, uint? identifier, List<(FilterName Filter, Delivery Delivery)> wantRetained)
    {
        FilterName filter = FilterName.Parse(wanted.Filter);
        if (_accepted.Access is { } access && !access.MaySubscribe(filter.Filter))
            return Refuse(access.RefuseSubscribe(filter.Filter));
        bool isNew;
        lock (session.Gate)
        {
            if (session.Connection != connection)
                return ReasonCode.UnspecifiedError;
            isNew = !session.Subscriptions.ContainsKey(wanted.Filter);
            if (isNew && session.Subscriptions.Count >= broker.Options.MaxSubscriptionsPerClient)
                return Refuse(new MqttRefusal(ReasonCode.QuotaExceeded, "The session has as many subscriptions as it may have."));
            session.Subscriptions[wanted.Filter] = filter;
        }
        broker.Tree.Add(session, filter, wanted, identifier);
        lock (session.Gate)
        {
            if (session.HasEnded) // In the meantime, and without knowing of this filter: nobody else would remove it.
                broker.Tree.Remove(session, filter);
        }
        bool sends = wanted.RetainHandling switch // MQTT-3.3.1-9, 3.3.1-10, 3.3.1-11
        {
            RetainHandling.Send => true,
            RetainHandling.SendIfNew => isNew,
            _ => false,
        };
        if (sends && filter.Share is null) // 4.8.2: none for shared subscriptions.
            wantRetained.Add((filter, new Delivery(wanted.MaximumQos, RetainAsPublished: true, identifier is { } number ? [number] : [])));
        return (ReasonCode)wanted.MaximumQos;
    }

    private bool Unsubscribe(string filter)
    {
        FilterName name;
        lock (session.Gate)
        {
            if (session.Connection != connection || !session.Subscriptions.Remove(filter, out name))
                return false;
        }
        return broker.Tree.Remove(session, name);
    }

    private void SendRetained(FilterName filter, Delivery delivery)
    {
        List<BrokerMessage> found = [];
        broker.Retained.Collect(filter.Filter, broker.Clock.Now, found);
        foreach (BrokerMessage message in found)
        {
            Publication publication = Publication.Of(message);
            session.Deliver(ref publication, delivery, fanOut, isRetained: true);
            publication.Dispose();
            message.Release();
        }
    }
}
