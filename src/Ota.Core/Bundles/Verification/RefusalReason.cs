namespace Ota.Core.Bundles.Verification;

/// <summary>
/// Why something is not trusted. The names are stable: vehicles report them as attacks detected (Uptane 5.4.2) and metrics use them
/// as labels.
/// </summary>
public enum RefusalReason
{
    /// <summary>The file is not there.</summary>
    Missing = 1,

    /// <summary>More bytes than allowed: endless data.</summary>
    TooLarge,

    /// <summary>No JSON that all clients read alike, or not of the form that its role demands.</summary>
    Malformed,

    /// <summary>Fewer different keys of the role signed than must: arbitrary software.</summary>
    BelowThreshold,

    /// <summary>Signatures that count could not be checked, because this machine has no libcrypto 3.</summary>
    NoLibrary,

    /// <summary>A version lower than one that was trusted before, or a file that was listed and is not any more: rollback.</summary>
    Rollback,

    /// <summary>Not the version, length or hash that the file before it says: mix and match.</summary>
    Mismatch,

    /// <summary>The time is past the expiry: freeze.</summary>
    Expired,

    /// <summary>The snapshot does not list the file, or nobody delegates to the role.</summary>
    NotListed,

    /// <summary>More new roots at once than allowed.</summary>
    TooManyRoots,

    /// <summary>A Director's file with delegations (Uptane 5.4.4.6).</summary>
    DirectorDelegates,

    /// <summary>A Director's file for another vehicle, or for none.</summary>
    WrongVehicle,

    /// <summary>A Director's file names an ECU twice.</summary>
    EcuTwice,

    /// <summary>A Director's file names an ECU that the vehicle has not.</summary>
    UnknownEcu,

    /// <summary>The image is not for the hardware of the ECU.</summary>
    WrongHardware,

    /// <summary>The Image repository does not know the image that the Director names.</summary>
    UnknownImage,

    /// <summary>The two repositories describe the image differently.</summary>
    RepositoriesDiffer,

    /// <summary>The release counter is lower than that of what is installed.</summary>
    LowerReleaseCounter,
}
