using FsCheck.Fluent;
using Ota.Mqtt.Client;

namespace Ota.Mqtt.Tests.Client;

/// <summary>
/// Random histories of publishing, sending, answering, cutting and coming back with or without the session, against a server that checks.
/// In the end everything is acknowledged exactly once.
/// </summary>
public sealed class OutgoingModelTests
{
    [Fact]
    public void Every_history_ends_with_each_publish_acknowledged_once_and_in_order() =>
        Check.Holds(Gen.Select(Check.Seeds, seed => seed), seed => new History(seed).Run(), times: 2000);

    private sealed class History(int seed)
    {
        private const int Quota = 5;
        private const int Topics = 3;

        private readonly Random _random = new(seed);
        private readonly PublishPool _pool = new(100);
        private readonly OutgoingWindow _window = new(new PacketIds());
        private readonly ModelServer _server = new(Quota);
        private readonly Queue<Action> _toServer = [];
        private readonly Queue<AckPacket> _toClient = [];
        private readonly List<ValueTask<PublishResult>> _ledger = [];
        private readonly Dictionary<PendingPublish, int> _numbers = [];
        private bool _connected;

        public void Run()
        {
            for (int step = 0; step < 200; step++)
                Step(_random.Next(100));
            if (!_connected)
                Connect(resumed: true);
            while (_window.Count > 0)
            {
                Send(int.MaxValue);
                Arrive(int.MaxValue);
                Answer(int.MaxValue);
            }
            _ledger.TrueForAll(publish => publish.IsCompletedSuccessfully).Should().BeTrue("each is acknowledged, and a second time would throw");
        }

        private void Step(int chance)
        {
            if (chance < 30)
                Publish();
            else if (!_connected)
                Connect(resumed: _random.Next(4) > 0);
            else if (chance < 55)
                Send(_random.Next(1, 4));
            else if (chance < 75)
                Arrive(_random.Next(1, 4));
            else if (chance < 94)
                Answer(_random.Next(1, 4));
            else
                Cut();
        }

        private void Publish()
        {
            PendingPublish publish = _pool.Take();
            MqttQos qos = _random.Next(2) == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce;
            publish.Begin(new MqttMessage { Topic = $"{_random.Next(Topics)}", Qos = qos }, [], expiresAt: null);
            _numbers[publish] = _ledger.Count;
            _ledger.Add(publish.Awaitable);
            _window.Accept(publish);
        }

        private void Connect(bool resumed)
        {
            _connected = true;
            _server.Connect(resumed);
            if (resumed)
                _window.Resume(Quota);
            else
                _window.Restart(Quota, resend: true);
        }

        private void Cut()
        {
            _connected = false;
            _toServer.Clear();
            _toClient.Clear();
        }

        private void Send(int count)
        {
            while (count-- > 0 && _window.Next(default, 0) is { } publish)
            {
                ushort id = publish.PacketId;
                if (publish.Stage == PublishStage.Released)
                {
                    _toServer.Enqueue(() => _toClient.Enqueue(_server.Release(id)));
                    continue;
                }
                int number = _numbers[publish];
                MqttQos qos = publish.Message.Qos;
                _server.Sending(id, number, duplicate: publish.Stage == PublishStage.Published);
                publish.Stage = PublishStage.Published;
                _toServer.Enqueue(() => _toClient.Enqueue(_server.Receive(id, number, qos)));
            }
        }

        private void Arrive(int count)
        {
            while (count-- > 0 && _toServer.TryDequeue(out Action? arrive))
            {
                arrive();
                CheckDeliveries();
            }
        }

        private void Answer(int count)
        {
            while (count-- > 0 && _toClient.TryDequeue(out AckPacket answer))
            {
                _server.Answered(answer);
                PublishResult result = new(answer.Reason);
                if (answer.Type == MqttPacketType.Puback)
                    _window.Acknowledge(answer.PacketId, result);
                else if (answer.Type == MqttPacketType.Pubcomp)
                    _window.Complete(answer.PacketId, result);
                else if (_window.Receive(answer.PacketId, result) is not null)
                    _toServer.Enqueue(() => _toClient.Enqueue(_server.Release(answer.PacketId)));
            }
        }

        private void CheckDeliveries()
        {
            IEnumerable<int> twice = _server.Delivered.Where(one => one.Qos == MqttQos.ExactlyOnce).Select(one => one.Number);
            twice.Should().OnlyHaveUniqueItems("QoS 2 comes once within a session");
            // The first delivery of each message is in the order of acceptance, over all topics and so within each.
            _server.Delivered.Select(one => one.Number).Distinct().Should().BeInAscendingOrder();
        }
    }
}
