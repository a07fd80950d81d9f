namespace Ota.Core.Telemetry.Batches;

/// <summary>Why a whole batch is refused; it goes to quarantine as it came. The names are stable: metrics use them as labels.</summary>
public enum BatchProblem
{
    /// <summary>Nothing is wrong with the batch; single columns may still be refused.</summary>
    None = 0,

    /// <summary>The bytes are not a batch in protobuf's wire format, or a field comes twice or in pieces.</summary>
    Malformed,

    /// <summary>More bytes, columns or readings than the limits allow.</summary>
    TooLarge,

    /// <summary>A version of the message that this code does not know.</summary>
    UnknownSchema,

    /// <summary>The boot id or the sequence number is missing.</summary>
    NoIdentity,

    /// <summary>The catalogue version is missing or newer than the catalogue.</summary>
    UnknownCatalogue,

    /// <summary>A time outside the years 1970 to 9999, or a reading too far from the batch's time.</summary>
    ImpossibleTime,

    /// <summary>A column has not as many values as times, or shares the times of no earlier column.</summary>
    UnequalColumns,

    /// <summary>The compressed columns are not deflate, or not of the size that the batch says.</summary>
    NotDeflate,
}
