using Ota.Conformance.Suites;

namespace Ota.Conformance.Brokers;

/// <summary>Every suite against Debian's mosquitto: a suite that is not named here is not proven.</summary>
public sealed class MosquittoAcknowledgementTests(Mosquitto fixture) : AcknowledgementSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoClientIdTests(Mosquitto fixture) : ClientIdSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoClientLimitsTests(Mosquitto fixture) : ClientLimitsSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoConnectPropertiesTests(Mosquitto fixture) : ConnectPropertiesSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoConnectTests(Mosquitto fixture) : ConnectSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoDisconnectTests(Mosquitto fixture) : DisconnectSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoExpiryTests(Mosquitto fixture) : ExpirySuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoFirstPacketTests(Mosquitto fixture) : FirstPacketSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoFramingTests(Mosquitto fixture) : FramingSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoKeepAliveTests(Mosquitto fixture) : KeepAliveSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoLimitsTests(MosquittoWithLimits fixture) : LimitsSuite(fixture.Broker), IClassFixture<MosquittoWithLimits>;

public sealed class MosquittoMalformedTests(Mosquitto fixture) : MalformedSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoMixedVersionsTests(Mosquitto fixture) : MixedVersionsSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoPingTests(Mosquitto fixture) : PingSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoPublishPropertiesTests(Mosquitto fixture) : PublishPropertiesSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoPublishTests(Mosquitto fixture) : PublishSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoRetainedTests(Mosquitto fixture) : RetainedSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoSessionTests(Mosquitto fixture) : SessionSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoSharedSubscriptionTests(Mosquitto fixture) : SharedSubscriptionSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoSubscribeTests(Mosquitto fixture) : SubscribeSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoTopicAliasTests(Mosquitto fixture) : TopicAliasSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoTopicFilterTests(Mosquitto fixture) : TopicFilterSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoUnsubscribeTests(Mosquitto fixture) : UnsubscribeSuite(fixture.Broker), IClassFixture<Mosquitto>;

public sealed class MosquittoWillTests(Mosquitto fixture) : WillSuite(fixture.Broker), IClassFixture<Mosquitto>;
