using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Rollouts.Control;

/// <summary>What is counted of one wave. Kept incrementally with every step of an install, never by counting rows.</summary>
/// <param name="Wave">Which; 0 counts those that take no part and the hold-back.</param>
/// <param name="Size">How many vehicles are in it.</param>
/// <param name="Opened">When it was opened; null before.</param>
public sealed record WaveBooks(int Wave, long Size, DateTimeOffset? Opened)
{
    /// <summary>Vehicles by state; what is absent is 0. They sum to <see cref="Size"/>.</summary>
    public IReadOnlyDictionary<InstallState, long> States { get; init; } = new Dictionary<InstallState, long>();

    /// <summary>How many ever began to install.</summary>
    public long Begun { get; init; }

    /// <summary>How many of the confirmed were used as the soak asks.</summary>
    public long Soaked { get; init; }

    /// <summary>How many show a new fault after the install, or, if they were not offered anything, since the start.</summary>
    public long Faulty { get; init; }

    /// <summary>Of <see cref="Faulty"/>, those that are TARGETED: nothing was offered to them, so they are what the guard compares the proven with.</summary>
    public long FaultyTargeted { get; init; }

    /// <summary>How many have begun to install and were not heard since, for the guard's time.</summary>
    public long Silent { get; init; }

    /// <summary>How many have begun to install, failed, and are to try again.</summary>
    public long Retrying { get; init; }

    /// <summary>How many are installing, or said that they are done and have not proven it.</summary>
    public long AtIt => Count(state => state is >= InstallState.Installing and <= InstallState.Committed);

    /// <summary>When the share of the confirmed that the soak asks for was reached; null before.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>How many are in a state.</summary>
    public long Of(InstallState state) => States.TryGetValue(state, out long count) ? count : 0;

    /// <summary>How many are in one of some states.</summary>
    internal long Count(Func<InstallState, bool> isMeant) => States.Where(pair => isMeant(pair.Key)).Sum(pair => pair.Value);
}
