namespace Ota.Core.Vehicles;

/// <summary>Whether a vehicle is to be reached. The values are stored.</summary>
public enum VehicleStatus
{
    /// <summary>In use, as far as is known.</summary>
    Active = 1,

    /// <summary>Destroyed.</summary>
    Scrapped,

    /// <summary>Left the markets that this backend serves.</summary>
    Exported,

    /// <summary>Reported stolen.</summary>
    Stolen,

    /// <summary>Taken out of the register for another reason.</summary>
    Removed,
}
