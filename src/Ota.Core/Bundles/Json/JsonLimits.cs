namespace Ota.Core.Bundles.Json;

/// <summary>The bounds of a document, checked before anything is kept of it.</summary>
public sealed record JsonLimits
{
    /// <summary>2^53 - 1. Clients that keep numbers as doubles read others as another number, and so see other signed bytes.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Bytes at most.</summary>
    public int MaxBytes { get; init; } = 5_000_000;

    /// <summary>Objects and arrays in each other at most.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Values at most, since a value takes far more memory than the two bytes that it needs in the text.</summary>
    public int MaxValues { get; init; } = 400_000;
}
