namespace Ota.Core.Telemetry.Catalogue;

/// <summary>How values of a type are held and travel.</summary>
public enum SignalKind
{
    /// <summary>0 or 1 in 64 bits.</summary>
    Flag = 1,

    /// <summary>A whole number in 64 bits.</summary>
    Integer,

    /// <summary>A double.</summary>
    Number,

    /// <summary>UTF-8 text.</summary>
    Text,
}
