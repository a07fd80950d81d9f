namespace Ota.Server.Vehicles.Rebirths;

/// <summary>Why a vehicle is asked for a birth. The values are those of vehicle.v1.Rebirth.Reason.</summary>
internal enum RebirthReason
{
    /// <summary>Telemetry came of a start whose birth did not.</summary>
    NoBirth = 1,

    /// <summary>Telemetry came in terms of a catalogue that is not known.</summary>
    UnknownCatalogue,

    /// <summary>Numbers of telemetry are missing.</summary>
    Gap,
}
