using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts;

/// <summary>A wave as stored.</summary>
internal sealed class WaveRow
{
    public const string Columns = "rollout, wave, size, opened, proven";

    public long Rollout { get; init; }

    public long Wave { get; init; }

    public long Size { get; init; }

    public long? Opened { get; init; }

    public long? Proven { get; init; }

    /// <summary>With what is counted of it.</summary>
    public WaveBooks ToBooks(IEnumerable<CountRow> counts)
    {
        Dictionary<InstallState, long> states = [];
        Dictionary<string, long> marks = [];
        foreach (CountRow row in counts)
        {
            if (CountNames.TryReadState(row.What) is not { } state) marks[row.What] = row.Count;
            else if (row.Count != 0) states[state] = row.Count;
        }

        return new WaveBooks((int)Wave, Size, StoredTime.Of(Opened))
        {
            States = states,
            Begun = marks.GetValueOrDefault(CountNames.Begun),
            Soaked = marks.GetValueOrDefault(CountNames.Soaked),
            Faulty = marks.GetValueOrDefault(CountNames.Faulty),
            FaultyTargeted = marks.GetValueOrDefault(CountNames.FaultyTargeted),
            Silent = marks.GetValueOrDefault(CountNames.Silent),
            Retrying = marks.GetValueOrDefault(CountNames.Retrying),
            ProvenAt = StoredTime.Of(Proven),
        };
    }
}
