namespace Ota.EndToEnd.Telemetry;

/// <summary>A process that a test kills and starts again on the same ports and files.</summary>
internal sealed record Victim(string Name, Func<Task> KillAsync, Func<Task> StartAsync);
