namespace Ota.Simulator.Fleet.Running;

/// <summary>How a vehicle of a fleet behaves.</summary>
internal enum VehicleKind
{
    /// <summary>Installs, sooner or later.</summary>
    Steady = 0,

    /// <summary>Its driver says no.</summary>
    Refuser,

    /// <summary>Never connects.</summary>
    Offline,

    /// <summary>Some step of installing fails every time, and it goes back.</summary>
    Failing,

    /// <summary>Writing fails at the first attempt only.</summary>
    Flaky,

    /// <summary>Health is bad, and one ECU cannot go back.</summary>
    Stuck,

    /// <summary>Goes silent for ever in the middle of installing.</summary>
    Brick,

    /// <summary>Reports success, and runs what it ran before.</summary>
    Liar,

    /// <summary>Reports success, and sends a manifest of earlier instead of a new one.</summary>
    Replayer,

    /// <summary>Installs, and runs something that nobody signed.</summary>
    WrongBuild,

    /// <summary>Its 12 V battery is low for a while.</summary>
    LowVoltage,

    /// <summary>Its downloads stall, and the first attempt fails by it.</summary>
    Staller,

    /// <summary>Its clock is wrong.</summary>
    ClockFault,
}
