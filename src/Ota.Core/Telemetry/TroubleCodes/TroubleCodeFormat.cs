namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>What standard a trouble code follows; the numbers are those of the wire.</summary>
public enum TroubleCodeFormat
{
    /// <summary>SAE J2012 over OBD-II: 2 bytes.</summary>
    J2012 = 1,

    /// <summary>ISO 14229 (UDS): 3 bytes, the last being the failure type, and a status byte.</summary>
    Uds = 2,

    /// <summary>SAE J1939-73: the 4 bytes of a DM1 entry.</summary>
    J1939 = 3,

    /// <summary>A maker's own, 1 to 16 bytes.</summary>
    Maker = 4,
}
