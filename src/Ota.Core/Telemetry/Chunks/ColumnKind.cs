namespace Ota.Core.Telemetry.Chunks;

/// <summary>What a column of a chunk holds. The values are stored: never change one.</summary>
public enum ColumnKind : byte
{
    /// <summary>Times only: the vehicle said that it has no value for the signal.</summary>
    Absent = 0,

    /// <summary>0 or 1 in 64 bits.</summary>
    Boolean = 1,

    /// <summary>A signed 64-bit integer.</summary>
    Integer = 2,

    /// <summary>The bits of an IEEE 754 double, kept exactly: also NaN payloads, infinities and -0.</summary>
    Number = 3,

    /// <summary>Text in UTF-8.</summary>
    Text = 4,
}
