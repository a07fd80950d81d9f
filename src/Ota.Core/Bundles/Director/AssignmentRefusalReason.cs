namespace Ota.Core.Bundles.Director;

/// <summary>Why a vehicle cannot be told to install a bundle.</summary>
public enum AssignmentRefusalReason
{
    /// <summary>The vehicle is not active.</summary>
    NotActive = 1,

    /// <summary>Its latest inventory was refused: an ECU is missing, or something is not what it should be.</summary>
    InventoryRefused,

    /// <summary>It has no ECU of the hardware that an image was made for.</summary>
    NoEcu,

    /// <summary>Two images are for the same ECU.</summary>
    EcuTwice,

    /// <summary>An image is of a lower release than the ECU has or had.</summary>
    LowerReleaseCounter,

    /// <summary>Images that it was told before may still be under way.</summary>
    StillUnderWay,

    /// <summary>An ECU that was told to install something is not there any more, so it is not known what became of it.</summary>
    EcuMissing,

    /// <summary>An ECU runs something that the image may not replace, or nobody knows what it runs.</summary>
    WrongImageBefore,

    /// <summary>A bundle that must be there first is not.</summary>
    RequiredMissing,

    /// <summary>A bundle that cannot be there at the same time is, or may still come.</summary>
    Conflict,

    /// <summary>The vehicle does not have the RXSWIN that the bundle changes.</summary>
    WrongRxswin,
}
