namespace Ota.Conformance.Wire;

/// <summary>The broker did something else than the test expects of it.</summary>
public sealed class BrokerDeviationException(string message) : Exception(message);
