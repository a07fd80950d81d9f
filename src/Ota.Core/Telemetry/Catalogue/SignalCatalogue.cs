using System.Collections.Frozen;

namespace Ota.Core.Telemetry.Catalogue;

/// <summary>
/// The signals that vehicles may report: a standard and the overlays of makers. One object answers for all versions up to its own,
/// because a signal keeps its id and a version only adds signals or ends them. Look-ups allocate nothing.
/// </summary>
public sealed class SignalCatalogue
{
    /// <summary>The largest id: ids are array indexes here and two bytes at most in a batch.</summary>
    public const int MaximumId = 16_383;

    private readonly SignalDefinition?[] _byId;
    private readonly FrozenDictionary<string, SignalDefinition> _byPath;

    internal SignalCatalogue(IReadOnlyCollection<SignalDefinition> signals)
    {
        Signals = [.. signals.OrderBy(signal => signal.Id)];
        _byId = new SignalDefinition?[Signals.Count == 0 ? 1 : Signals[^1].Id + 1];
        foreach (SignalDefinition signal in Signals) _byId[signal.Id] = signal;
        Version = Signals.Select(signal => Math.Max(signal.Since, signal.Until ?? 0)).DefaultIfEmpty(1).Max();
        _byPath = Signals.Where(signal => signal.IsIn(Version)).ToFrozenDictionary(signal => signal.Path, StringComparer.Ordinal);
    }

    /// <summary>The newest version that this object knows: the highest one that any signal names.</summary>
    public int Version { get; }

    /// <summary>All signals of all versions, by id.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; }

    /// <summary>Finds a signal in a version.</summary>
    /// <param name="id">Any number that a vehicle sent.</param>
    /// <param name="version">The version that the vehicle speaks.</param>
    /// <returns>The signal, or null if the version has none of this id.</returns>
    public SignalDefinition? Find(uint id, long version)
    {
        SignalDefinition? signal = id < (uint)_byId.Length ? _byId[id] : null;
        return signal is not null && signal.IsIn(version) ? signal : null;
    }

    /// <summary>Finds a signal of the newest version by its path.</summary>
    /// <param name="path">The dotted path.</param>
    /// <returns>The signal, or null if there is none.</returns>
    public SignalDefinition? Find(string path) => _byPath.GetValueOrDefault(path);
}
