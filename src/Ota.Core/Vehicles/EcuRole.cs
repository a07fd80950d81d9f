namespace Ota.Core.Vehicles;

/// <summary>What an ECU does during an update (Uptane 5.4). The values are stored.</summary>
public enum EcuRole
{
    /// <summary>Talks to the backend and distributes images; each vehicle that updates has one.</summary>
    Primary = 1,

    /// <summary>Gets images from the primary.</summary>
    Secondary,
}
