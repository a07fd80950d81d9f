namespace Ota.Core.Rollouts.Failures;

public static partial class FailureCodes
{
    /// <summary>Flash: the ECU refused without saying why.</summary>
    public const int GeneralReject = 0x10;

    /// <summary>Flash: the ECU does not know the service.</summary>
    public const int ServiceNotSupported = 0x11;

    /// <summary>Flash: the ECU does not know the sub-function.</summary>
    public const int SubFunctionNotSupported = 0x12;

    /// <summary>Flash: the ECU found the message too long or too short.</summary>
    public const int IncorrectLength = 0x13;

    /// <summary>Flash: the ECU takes nothing in the state that the vehicle is in.</summary>
    public const int ConditionsNotCorrect = 0x22;

    /// <summary>Flash: the ECU expected another request first.</summary>
    public const int RequestSequenceError = 0x24;

    /// <summary>Flash: the ECU does not have the memory that is to be written.</summary>
    public const int RequestOutOfRange = 0x31;

    /// <summary>Flash: the ECU was not unlocked.</summary>
    public const int SecurityAccessDenied = 0x33;

    /// <summary>Flash: the ECU wants an authentication first.</summary>
    public const int AuthenticationRequired = 0x34;

    /// <summary>Flash: the ECU did not take the key.</summary>
    public const int InvalidKey = 0x35;

    /// <summary>Flash: the ECU was given wrong keys too often.</summary>
    public const int ExceedNumberOfAttempts = 0x36;

    /// <summary>Flash: the ECU wants a pause before the next key.</summary>
    public const int RequiredTimeDelayNotExpired = 0x37;

    /// <summary>Flash: the ECU does not take a download.</summary>
    public const int UploadDownloadNotAccepted = 0x70;

    /// <summary>Flash: the ECU broke the transfer off.</summary>
    public const int TransferDataSuspended = 0x71;

    /// <summary>Flash: the ECU could not erase or write its memory.</summary>
    public const int GeneralProgrammingFailure = 0x72;

    /// <summary>Flash: the ECU lost count of the blocks.</summary>
    public const int WrongBlockSequenceCounter = 0x73;

    /// <summary>Flash: the ECU did not finish in time.</summary>
    public const int ResponsePending = 0x78;

    /// <summary>Flash: the ECU is not in the session for it.</summary>
    public const int ServiceNotSupportedInSession = 0x7F;

    /// <summary>Flash: the engine turns too fast.</summary>
    public const int RpmTooHigh = 0x81;

    /// <summary>Flash: the engine turns too slowly.</summary>
    public const int RpmTooLow = 0x82;

    /// <summary>Flash: the engine runs.</summary>
    public const int EngineIsRunning = 0x83;

    /// <summary>Flash: the engine does not run.</summary>
    public const int EngineIsNotRunning = 0x84;

    /// <summary>Flash: the engine has not run for long enough.</summary>
    public const int EngineRunTimeTooLow = 0x85;

    /// <summary>Flash: it is too hot.</summary>
    public const int TemperatureTooHigh = 0x86;

    /// <summary>Flash: it is too cold.</summary>
    public const int TemperatureTooLow = 0x87;

    /// <summary>Flash: the vehicle is too fast.</summary>
    public const int SpeedTooHigh = 0x88;

    /// <summary>Flash: the vehicle is too slow.</summary>
    public const int SpeedTooLow = 0x89;

    /// <summary>Flash: the throttle is too far open.</summary>
    public const int ThrottleTooHigh = 0x8A;

    /// <summary>Flash: the throttle is too far closed.</summary>
    public const int ThrottleTooLow = 0x8B;

    /// <summary>Flash: the transmission is not in neutral.</summary>
    public const int NotInNeutral = 0x8C;

    /// <summary>Flash: the transmission is not in gear.</summary>
    public const int NotInGear = 0x8D;

    /// <summary>Flash: the brake is not pressed.</summary>
    public const int BrakeNotClosed = 0x8F;

    /// <summary>Flash: the selector is not in park.</summary>
    public const int ShifterNotInPark = 0x90;

    /// <summary>Flash: the converter clutch is locked.</summary>
    public const int ClutchLocked = 0x91;

    /// <summary>Flash: the voltage is too high.</summary>
    public const int VoltageTooHigh = 0x92;

    /// <summary>Flash: the voltage is too low.</summary>
    public const int VoltageTooLow = 0x93;
}
