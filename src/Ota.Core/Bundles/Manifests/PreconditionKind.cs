namespace Ota.Core.Bundles.Manifests;

/// <summary>What form a precondition has.</summary>
public enum PreconditionKind
{
    /// <summary>The value true.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Bound,

    /// <summary>An object with min and max.</summary>
    Range,

    /// <summary>An array of words.</summary>
    OneOf,
}
