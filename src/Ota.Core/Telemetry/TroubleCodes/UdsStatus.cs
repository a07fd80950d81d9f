namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>The status byte of a UDS trouble code (ISO 14229-1, annex D.2).</summary>
[Flags]
public enum UdsStatus
{
    /// <summary>Nothing is set.</summary>
    None = 0,

    /// <summary>The last test failed.</summary>
    TestFailed = 0x01,

    /// <summary>A test failed in this operation cycle.</summary>
    TestFailedThisCycle = 0x02,

    /// <summary>A test failed in this or the last cycle.</summary>
    Pending = 0x04,

    /// <summary>Failed often enough to be stored.</summary>
    Confirmed = 0x08,

    /// <summary>No test was completed since the last clearing.</summary>
    NotCompletedSinceClear = 0x10,

    /// <summary>A test failed since the last clearing.</summary>
    FailedSinceClear = 0x20,

    /// <summary>No test was completed in this cycle.</summary>
    NotCompletedThisCycle = 0x40,

    /// <summary>The code asks for a warning lamp.</summary>
    WarningIndicator = 0x80,
}
