namespace Ota.Simulator.Demo;

/// <summary>The demonstration cannot go on, for a reason that its reader can do something about.</summary>
internal sealed class DemoException(string message) : Exception(message);
