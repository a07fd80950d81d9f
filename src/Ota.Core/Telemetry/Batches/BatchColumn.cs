using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Telemetry.Batches;

/// <summary>One column of a decoded batch: where its times and values are, or why it is refused.</summary>
public readonly record struct BatchColumn
{
    /// <summary>The id that the vehicle sent.</summary>
    public uint SignalId { get; init; }

    /// <summary>The signal; null if the catalogue version has none of this id.</summary>
    public SignalDefinition? Signal { get; init; }

    /// <summary>How many readings.</summary>
    public int Count { get; init; }

    /// <summary>Why the column is refused; the others of the batch are not.</summary>
    public ValueProblem Problem { get; init; }

    internal int TimesAt { get; init; }

    internal int ValuesAt { get; init; }

    internal int AbsentAt { get; init; }

    internal int AbsentCount { get; init; }
}
