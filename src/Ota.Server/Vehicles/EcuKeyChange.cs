namespace Ota.Server.Vehicles;

/// <summary>What came of a key that an ECU shows.</summary>
internal enum EcuKeyChange
{
    /// <summary>It is the known one.</summary>
    Same,

    /// <summary>It is the first one, or an unlock allowed it: it is the known one from now on.</summary>
    Changed,

    /// <summary>It is another one, and nobody allowed that: an alarm, not an update.</summary>
    Unexpected,

    /// <summary>The vehicle has no such ECU.</summary>
    NoSuchEcu,
}
