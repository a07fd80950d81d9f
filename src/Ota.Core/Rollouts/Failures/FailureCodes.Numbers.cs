namespace Ota.Core.Rollouts.Failures;

public static partial class FailureCodes
{
    /// <summary>Eligibility: the vehicle has no ECU of the hardware that the bundle is for.</summary>
    public const int HardwareMissing = 1;

    /// <summary>Eligibility: an ECU runs an image that the bundle does not start from.</summary>
    public const int UnexpectedImage = 2;

    /// <summary>Eligibility: an ECU would get a lower release than it has.</summary>
    public const int LowerRelease = 3;

    /// <summary>Eligibility: something that the bundle requires is not installed.</summary>
    public const int RequiredMissing = 4;

    /// <summary>Eligibility: the bundle conflicts with one that is installed or under way.</summary>
    public const int Conflicts = 5;

    /// <summary>Eligibility: the bundle would undo a fix that was proven on the vehicle.</summary>
    public const int UndoesRemedy = 6;

    /// <summary>Eligibility: two images are for the same ECU.</summary>
    public const int AmbiguousImages = 7;

    /// <summary>Eligibility: the vehicle's RXSWIN is not the one that the bundle starts from.</summary>
    public const int WrongRxswin = 8;

    /// <summary>Eligibility: the vehicle is not active in the register.</summary>
    public const int NotActive = 9;

    /// <summary>Network: the link was lost.</summary>
    public const int LinkLost = 1;

    /// <summary>Network: a server answered with an error.</summary>
    public const int ServerError = 2;

    /// <summary>Network: an address was not good any more.</summary>
    public const int UrlExpired = 3;

    /// <summary>Network: data came too slowly, which may be an attack.</summary>
    public const int SlowRetrieval = 4;

    /// <summary>Network: what was downloaded is not what was named, though nothing signed is wrong.</summary>
    public const int WrongBytes = 5;

    /// <summary>Space: there is no room for the images.</summary>
    public const int NoStagingSpace = 1;

    /// <summary>Space: the image that a difference starts from is gone.</summary>
    public const int NoDeltaBase = 2;

    /// <summary>Authenticity: a signature does not hold.</summary>
    public const int BadSignature = 1;

    /// <summary>Authenticity: metadata or an image is older than what was trusted before.</summary>
    public const int LowerVersion = 2;

    /// <summary>Authenticity: metadata has expired.</summary>
    public const int ExpiredMetadata = 3;

    /// <summary>Authenticity: metadata or a permit is for another vehicle.</summary>
    public const int WrongVehicle = 4;

    /// <summary>Authenticity: an image is signed for another build or by other keys than the vehicle trusts.</summary>
    public const int WrongBuild = 5;

    /// <summary>Authenticity: director and Image repository do not say the same.</summary>
    public const int RepositoriesDiffer = 6;

    /// <summary>Condition: a precondition of the manifest does not hold.</summary>
    public const int NotMet = 1;

    /// <summary>User: the driver said no.</summary>
    public const int Refused = 1;

    /// <summary>User: the driver put it off too often.</summary>
    public const int PostponedTooOften = 2;

    /// <summary>User: the driver did not answer.</summary>
    public const int NoAnswer = 3;

    /// <summary>Boot: an ECU did not come back after the restart.</summary>
    public const int EcuSilent = 1;

    /// <summary>Boot: an ECU came back with another version than was installed.</summary>
    public const int WrongVersion = 2;

    /// <summary>Boot: an ECU restarts again and again.</summary>
    public const int BootLoop = 3;

    /// <summary>Health: a new trouble code was confirmed.</summary>
    public const int NewTroubleCode = 1;

    /// <summary>Health: a watchdog fired.</summary>
    public const int Watchdog = 2;

    /// <summary>Health: a self-test failed.</summary>
    public const int SelfTestFailed = 3;

    /// <summary>Health: alerts came more often than before.</summary>
    public const int AlertRate = 4;

    /// <summary>Rollback: an ECU could not go back to what it ran before.</summary>
    public const int RollbackFailed = 1;

    /// <summary>Rollback: some ECUs have the new images and some the old.</summary>
    public const int PartialSet = 2;

    /// <summary>Evidence: the inventory does not show what was to be installed.</summary>
    public const int Differs = 1;

    /// <summary>Evidence: no inventory came that proves the commit.</summary>
    public const int NoProof = 2;

    /// <summary>Evidence: a later inventory does not show the fix any more.</summary>
    public const int FixLost = 3;

    /// <summary>Evidence: the vehicle was not heard of for too long.</summary>
    public const int Silent = 4;

    /// <summary>Evidence: the inventory does not repeat what was asked for.</summary>
    public const int StaleNonce = 5;

    /// <summary>Evidence: there is no inventory that shows what the vehicle runs.</summary>
    public const int NoInventory = 6;

    /// <summary>Evidence: the last inventory is too old to decide by.</summary>
    public const int OldInventory = 7;

    /// <summary>Evidence: the last inventory was refused.</summary>
    public const int InventoryRefused = 8;

    /// <summary>Evidence: its times cannot be.</summary>
    public const int ImpossibleClock = 9;

    /// <summary>Operations: the rollout was revoked, halted or cancelled.</summary>
    public const int Revoked = 1;

    /// <summary>Operations: another rollout took the vehicle over.</summary>
    public const int Superseded = 2;

    /// <summary>Operations: the rollout is paused.</summary>
    public const int Paused = 3;

    /// <summary>Operations: the vehicle left service.</summary>
    public const int Removed = 4;

    /// <summary>Operations: nothing came of the offer in its time.</summary>
    public const int OfferExpired = 5;

    /// <summary>Operations: another rollout has the vehicle.</summary>
    public const int OtherJob = 6;

    /// <summary>Operations: the bundle is not staged any more.</summary>
    public const int BundleGone = 7;

    /// <summary>Operations: the vehicle found its job gone.</summary>
    public const int JobGone = 8;
}
