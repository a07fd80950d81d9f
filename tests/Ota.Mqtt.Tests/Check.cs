using FsCheck;
using FsCheck.Fluent;

namespace Ota.Mqtt.Tests;

/// <summary>Runs a property; a failure shows the value and the seed to replay it with.</summary>
internal static class Check
{
    public static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue);

    public static readonly Gen<MqttProtocolVersion> Versions = Gen.Elements(MqttProtocolVersion.V311, MqttProtocolVersion.V500);

    public static readonly Gen<TestPacket> Packets = Packet(Versions);

    public static Gen<TestPacket> Packet(Gen<MqttProtocolVersion> versions) =>
        from version in versions
        from seed in Seeds
        select new PacketMaker(seed, version).Any();

    public static void Holds<T>(Gen<T> values, Action<T> property, int times = 1000) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(values.ToArbitrary(), property));
}
