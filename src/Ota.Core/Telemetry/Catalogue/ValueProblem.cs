namespace Ota.Core.Telemetry.Catalogue;

/// <summary>Why values of a signal are refused. What is refused goes to quarantine as it came; nothing is ever converted to fit.</summary>
public enum ValueProblem
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The catalogue version has no signal of this id.</summary>
    UnknownSignal,

    /// <summary>The values are of another kind than the signal's.</summary>
    WrongType,

    /// <summary>A value is outside the signal's limits or those of its type, or not finite.</summary>
    OutOfRange,

    /// <summary>A text is not one that the signal allows, or too long, or not UTF-8.</summary>
    NotAllowed,
}
