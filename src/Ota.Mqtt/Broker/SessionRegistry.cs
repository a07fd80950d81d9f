using System.Collections.Concurrent;

namespace Ota.Mqtt.Broker;

/// <summary>The sessions by client identifier: opening, taking over, leaving and ending. The registry's gate comes before a session's.</summary>
internal sealed class SessionRegistry(MqttBroker broker)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, MqttSession> _sessions = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int Connected => All.Count(session => session.IsConnected);

    // Through the enumerator, because Values would lock the table and copy it.
    public IEnumerable<MqttSession> All => _sessions.Select(entry => entry.Value);

    public MqttSession? Find(string clientId) => _sessions.GetValueOrDefault(clientId);

    /// <summary>
    /// Gives the connection its session: a new one, or the client's old one, which another connection may have to give up (MQTT-3.1.4-3).
    /// The connection writes CONNACK under the session's gate, so that nothing is sent to the client before it. Null when there are too
    /// many sessions.
    /// </summary>
    public MqttSession? Open(MqttConnection connection, bool cleanStart)
    {
        MqttSession? session;
        MqttSession? discarded = null;
        List<(MqttSession Session, WillMessage Will, MqttClientInfo Client)> wills = [];
        lock (_gate)
        {
            _sessions.TryGetValue(connection.Client.ClientId, out session);
            if (session is not null)
                Displace(session, cleanStart, wills);
            if (session is not null && (cleanStart || HasExpired(session)))
            {
                Forget(session);
                discarded = session;
                session = null;
            }
            bool isPresent = session is not null;
            if (session is null)
            {
                if (_count >= broker.Options.MaxSessions)
                    return null;
                session = new MqttSession(broker, connection.Client.ClientId);
                _sessions[session.ClientId] = session;
                Volatile.Write(ref _count, _count + 1);
            }
            connection.Open(session, isPresent);
        }
        // Outside the gate: both reach into other sessions.
        foreach ((MqttSession owner, WillMessage will, MqttClientInfo client) in wills)
            broker.PublishWill(owner, will, client);
        if (discarded is not null)
            End(discarded);
        return session;
    }

    /// <summary>The connection has ended. Its session waits for the client, or ends with it.</summary>
    public void Leave(MqttConnection connection, MqttSession session, WillMessage? will)
    {
        WillMessage? due = null;
        bool ends = false;
        lock (_gate)
        {
            lock (session.Gate)
            {
                if (session.Connection != connection)
                    return; // Another connection has taken over and dealt with the will.
                session.Close();
                long now = broker.Clock.Now;
                uint expiry = session.ExpiryInterval;
                session.ExpiresAt = expiry == uint.MaxValue ? 0 : now + (expiry * 1000L);
                uint delay = Math.Min(will?.DelayInterval ?? 0, expiry);
                if (will is not null && delay > 0)
                    session.Will = new PendingWill(will, connection.Client, now + (delay * 1000L));
                else
                    due = will;
                ends = expiry == 0;
            }
            if (ends)
                Forget(session);
        }
        if (due is not null)
            broker.PublishWill(session, due, connection.Client);
        if (ends)
            End(session);
    }

    /// <summary>Publishes the will if its delay is over, and ends the session if its time is over.</summary>
    public void Check(MqttSession session, long now)
    {
        if (session.IsConnected)
            return;
        PendingWill? due = null;
        bool ends = false;
        lock (_gate)
        {
            lock (session.Gate)
            {
                if (session.IsConnected || session.HasEnded)
                    return;
                ends = session.ExpiresAt != 0 && session.ExpiresAt <= now;
                if (session.Will is { } will && (ends || will.DueAt <= now)) // MQTT-3.1.3-9, 3.1.2.5
                {
                    due = will;
                    session.Will = null;
                }
            }
            if (ends)
                Forget(session);
        }
        if (due is not null)
            broker.PublishWill(session, due.Message, due.Client);
        if (ends)
            End(session);
    }

    private bool HasExpired(MqttSession session) => session.ExpiresAt != 0 && session.ExpiresAt <= broker.Clock.Now;

    private void Displace(MqttSession session, bool cleanStart, List<(MqttSession Session, WillMessage Will, MqttClientInfo Client)> wills)
    {
        lock (session.Gate)
        {
            bool ends = cleanStart || HasExpired(session);
            WillMessage? will = null;
            MqttClientInfo? client = null;
            if (session.Connection is { } old)
            {
                (will, client) = (old.GiveUp(), old.Client);
                session.Close();
                ends |= session.ExpiryInterval == 0;
                if (session.ExpiryInterval == 0)
                    session.ExpiresAt = broker.Clock.Now;
                // MQTT-3.1.4-3 and 3.1.3.2.2: a client that comes back in time cancels a delayed will.
                if (will is { DelayInterval: > 0 } && !ends)
                    will = null;
            }
            else if (ends)
            {
                (will, client) = (session.Will?.Message, session.Will?.Client);
            }
            session.Will = null;
            if (will is not null)
                wills.Add((session, will, client!));
        }
    }

    private void Forget(MqttSession session)
    {
        if (_sessions.TryRemove(new KeyValuePair<string, MqttSession>(session.ClientId, session)))
            Volatile.Write(ref _count, _count - 1);
    }

    private void End(MqttSession session)
    {
        List<QueuedMessage> shared;
        FilterName[] filters;
        lock (session.Gate)
        {
            shared = session.End();
            filters = [.. session.Subscriptions.Values];
            session.Subscriptions.Clear();
        }
        foreach (FilterName filter in filters)
            broker.Tree.Remove(session, filter);
        if (shared.Count == 0)
            return;
        FanOut fanOut = new(broker);
        foreach (QueuedMessage message in shared)
        {
            Publication publication = Publication.Of(message.Message);
            message.Delivery.Group!.Deliver(ref publication, fanOut);
            publication.Dispose();
            message.Message.Release();
        }
        fanOut.Flush();
    }
}
