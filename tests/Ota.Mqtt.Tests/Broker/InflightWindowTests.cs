using System.Buffers;
using FsCheck.Fluent;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

public sealed class InflightWindowTests
{
    private static readonly Delivery Delivery = new(MqttQos.ExactlyOnce, RetainAsPublished: false, []);

    /// <summary>What the window must know, as a list in the order of sending.</summary>
    [Fact]
    public void The_window_equals_a_plain_list_after_any_exchange() => Check.Holds(Gen.ListOf(Gen.Choose(0, 999)), steps =>
    {
        InflightWindow window = new();
        List<(ushort Id, InflightState State)> model = [];
        foreach (int step in steps)
        {
            int index = model.Count == 0 ? -1 : step / 5 % model.Count;
            switch (step % 5)
            {
                case 0 or 1:
                    MqttQos qos = step % 5 == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce;
                    ushort id = window.Add(new QueuedMessage(Message(qos), Delivery, qos, Retain: false));
                    model.Should().NotContain(entry => entry.Id == id);
                    model.Add((id, qos == MqttQos.AtLeastOnce ? InflightState.Puback : InflightState.Pubrec));
                    break;
                case 2 when index >= 0:
                    window.TryFinish(model[index].Id, model[index].State, out BrokerMessage? finished).Should().BeTrue();
                    finished?.Release();
                    model.RemoveAt(index);
                    break;
                case 3 when index >= 0:
                    bool expected = model[index].State != InflightState.Puback;
                    window.TryReceive(model[index].Id, out BrokerMessage? received).Should().Be(expected);
                    received?.Release();
                    if (expected)
                        model[index] = (model[index].Id, InflightState.Pubcomp);
                    break;
                case 4:
                    window.BeginResend();
                    model.Select(_ => window.NextUnsent()).Select(slot => (slot.PacketId, slot.State)).Should().Equal(model);
                    break;
            }
            window.Count.Should().Be(model.Count);
            window.Unsent.Should().Be(0);
        }
        window.TakeAll().Select(slot => (slot.PacketId, slot.State)).Should().Equal(model);
    });

    private static BrokerMessage Message(MqttQos qos) =>
        BrokerMessage.Create(new Publication { Topic = "t"u8, Payload = ReadOnlySequence<byte>.Empty, Qos = qos });
}
