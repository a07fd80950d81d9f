using Ota.Core.Vehicles.Filters;

namespace Ota.Server.Rollouts.Planning;

/// <summary>The vehicles that somebody means: by a filter, or one by one.</summary>
/// <param name="Text">The filter as it was given; <see cref="List"/> for a list.</param>
internal sealed record Selection(string Text)
{
    /// <summary>What is kept in place of the filter if vehicles were named.</summary>
    public const string List = "list";

    /// <summary>Null for a list.</summary>
    public FilterNode? Filter { get; init; }

    /// <summary>The numbers of the vehicles of a list, rising; empty for a filter.</summary>
    public IReadOnlyList<long> Numbers { get; init; } = [];

    /// <summary>The number of a rollout whose vehicles are left out; 0 for none.</summary>
    public long Except { get; init; }
}
