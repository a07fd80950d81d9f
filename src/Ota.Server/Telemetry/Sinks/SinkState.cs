namespace Ota.Server.Telemetry.Sinks;

/// <summary>What the last attempt said.</summary>
internal enum SinkState
{
    Up,

    /// <summary>Not reachable, too busy or failing: tried again until it answers.</summary>
    Down,

    /// <summary>It answers and does not want us: tried again now and then, since only a person can change it.</summary>
    Refused,
}
