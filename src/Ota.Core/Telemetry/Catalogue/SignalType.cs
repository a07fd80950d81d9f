namespace Ota.Core.Telemetry.Catalogue;

/// <summary>
/// What a signal's values are: the scalar datatypes of COVESA VSS. Its arrays are not reported as telemetry; trouble codes, the one
/// array that matters, have a message of their own.
/// </summary>
public enum SignalType
{
    /// <summary><c>boolean</c>.</summary>
    Boolean = 1,

    /// <summary><c>int8</c>.</summary>
    Int8,

    /// <summary><c>uint8</c>.</summary>
    UInt8,

    /// <summary><c>int16</c>.</summary>
    Int16,

    /// <summary><c>uint16</c>.</summary>
    UInt16,

    /// <summary><c>int32</c>.</summary>
    Int32,

    /// <summary><c>uint32</c>.</summary>
    UInt32,

    /// <summary><c>int64</c>.</summary>
    Int64,

    /// <summary><c>uint64</c>, up to 2^63 - 1.</summary>
    UInt64,

    /// <summary><c>float</c>.</summary>
    Float,

    /// <summary><c>double</c>.</summary>
    Double,

    /// <summary><c>string</c>, UTF-8.</summary>
    Text,
}
