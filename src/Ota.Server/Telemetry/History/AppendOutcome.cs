namespace Ota.Server.Telemetry.History;

internal enum AppendOutcome
{
    Stored,

    /// <summary>The same message is stored already, so the vehicle can be told that it is.</summary>
    Repeated,
}
