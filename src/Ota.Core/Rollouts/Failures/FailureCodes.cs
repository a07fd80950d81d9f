using System.Collections.Frozen;

namespace Ota.Core.Rollouts.Failures;

/// <summary>
/// The codes that have a name, per family: ours, and for <see cref="FailureFamily.Flash"/> the negative response codes of UDS (ISO 14229-1 annex A).
/// What is added is added at the end: codes travel and are stored.
/// </summary>
public static partial class FailureCodes
{
    private static readonly FrozenDictionary<(FailureFamily Family, int Code), FailureCode> Named =
        Table().ToFrozenDictionary(code => (code.Family, code.Code));

    /// <summary>All of them, by family and number.</summary>
    public static IReadOnlyList<FailureCode> All { get; } = [.. Named.Values.OrderBy(code => code.Family).ThenBy(code => code.Code)];

    /// <summary>The one of a reason; null if it has no name: not said, a maker's own, or from a later version of the protocol.</summary>
    /// <param name="reason">Any.</param>
    public static FailureCode? Find(FailureReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Named.GetValueOrDefault((reason.Family, reason.Code));
    }
}
