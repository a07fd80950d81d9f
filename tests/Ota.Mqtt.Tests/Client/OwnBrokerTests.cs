using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Every suite of the client against our broker.</summary>
public sealed class OwnBrokerTests() : BrokerSuite(new OwnBroker());

public sealed class OwnBrokerCuttingTests() : CuttingSuite(new OwnBroker());

public sealed class OwnBrokerKilledClientTests() : KilledClientSuite(new OwnBroker());
