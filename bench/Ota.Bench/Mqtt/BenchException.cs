namespace Ota.Bench.Mqtt;

/// <summary>The benchmark cannot go on; the message is one sentence for the person who started it.</summary>
internal sealed class BenchException(string message) : Exception(message);
