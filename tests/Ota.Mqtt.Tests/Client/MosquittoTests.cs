using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>Every suite of the client against a broker of another make.</summary>
public sealed class MosquittoTests() : BrokerSuite(new Mosquitto());

public sealed class MosquittoCuttingTests() : CuttingSuite(new Mosquitto());

public sealed class MosquittoCrashTests() : CrashSuite(new Mosquitto());

public sealed class MosquittoKilledClientTests() : KilledClientSuite(new Mosquitto());
