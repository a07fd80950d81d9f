namespace Ota.Server.Telemetry.Ingest;

/// <summary>One refusal and when it was, in Unix milliseconds.</summary>
internal readonly record struct QuarantinedItem(long Time, Refusal Refusal);
