namespace Ota.Server.Tests.Telemetry.Sinks;

/// <summary>What a receiver answers.</summary>
internal sealed record ScriptedReply(int Status, string Body = "", string? RetryAfter = null);
