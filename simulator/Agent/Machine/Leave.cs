namespace Ota.Simulator.Agent.Machine;

/// <summary>Whether a vehicle may begin to install.</summary>
internal enum Leave
{
    None = 0,

    /// <summary>It has a permit that stands. Enough without contact; with contact it asks again.</summary>
    Permit,

    /// <summary>It was told to go a moment ago.</summary>
    Fresh,
}
