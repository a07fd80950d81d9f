using Ota.Conformance.Suites;

namespace Ota.Conformance.Brokers;

/// <summary>Every suite against our broker, or against the one at OTA_CONFORMANCE_BROKER.</summary>
public sealed class OurBrokerAcknowledgementTests(OurBroker fixture) : AcknowledgementSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerClientIdTests(OurBroker fixture) : ClientIdSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerClientLimitsTests(OurBroker fixture) : ClientLimitsSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerConnectPropertiesTests(OurBroker fixture) : ConnectPropertiesSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerConnectTests(OurBroker fixture) : ConnectSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerDisconnectTests(OurBroker fixture) : DisconnectSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerExpiryTests(OurBroker fixture) : ExpirySuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerFirstPacketTests(OurBroker fixture) : FirstPacketSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerFramingTests(OurBroker fixture) : FramingSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerKeepAliveTests(OurBroker fixture) : KeepAliveSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerLimitsTests(OurBroker fixture) : LimitsSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerMalformedTests(OurBroker fixture) : MalformedSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerMixedVersionsTests(OurBroker fixture) : MixedVersionsSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerPingTests(OurBroker fixture) : PingSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerPublishPropertiesTests(OurBroker fixture) : PublishPropertiesSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerPublishTests(OurBroker fixture) : PublishSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerRetainedTests(OurBroker fixture) : RetainedSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerSessionTests(OurBroker fixture) : SessionSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerSharedSubscriptionTests(OurBroker fixture) : SharedSubscriptionSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerSubscribeTests(OurBroker fixture) : SubscribeSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerTopicAliasTests(OurBroker fixture) : TopicAliasSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerTopicFilterTests(OurBroker fixture) : TopicFilterSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerUnsubscribeTests(OurBroker fixture) : UnsubscribeSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerWebSocketTests(OurBroker fixture) : WebSocketSuite(fixture.Broker), IClassFixture<OurBroker>;

public sealed class OurBrokerWillTests(OurBroker fixture) : WillSuite(fixture.Broker), IClassFixture<OurBroker>;
