namespace Ota.Simulator.Fleet.Running;

/// <summary>What truly happened to a vehicle.</summary>
internal enum VehicleTruth
{
    /// <summary>Nothing final yet.</summary>
    Open = 0,

    /// <summary>It runs the new images, and the backend knows.</summary>
    Confirmed,

    /// <summary>Its driver said no.</summary>
    Declined,

    /// <summary>It runs what it ran before.</summary>
    RolledBack,

    /// <summary>It runs in a declared state that is safe.</summary>
    SafeDegraded,

    /// <summary>Some of its ECUs run the new images.</summary>
    Inconsistent,

    /// <summary>It went silent in the middle of installing.</summary>
    Bricked,

    /// <summary>The same, before it could say that it had begun: its permit let it begin without contact, or its word was lost.</summary>
    BrickedUnheard,

    /// <summary>It said that it was done, and runs what it ran before.</summary>
    Lied,

    /// <summary>It said that it was done, and showed an old manifest.</summary>
    Replayed,

    /// <summary>It runs what nobody signed.</summary>
    WrongBuild,

    /// <summary>It never connected.</summary>
    NeverContacted,

    /// <summary>It proved honestly and was not believed, which should not happen.</summary>
    Disbelieved,
}
