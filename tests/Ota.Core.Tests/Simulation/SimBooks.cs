using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Simulation;

/// <summary>What is counted of a rollout, by wave: kept by the differences of each step, never by counting rows.</summary>
internal sealed class SimBooks
{
    private static readonly InstallState[] States = Enum.GetValues<InstallState>();

    private readonly SortedDictionary<int, Tally> _waves = [];

    /// <summary>Counts an install as it is, or takes off what it was counted as.</summary>
    /// <param name="install">As it is, or was.</param>
    /// <param name="policy">Its rollout's policy.</param>
    /// <param name="now">When.</param>
    /// <param name="by">1 or -1.</param>
    public void Count(Install install, RolloutPolicy policy, DateTimeOffset now, int by)
    {
        Tally tally = Of(install.Wave);
        BookMarks marks = BookMarks.Of(install, policy, now);
        tally.States[(int)install.State] += by;
        if (marks.Begun) tally.Begun += by;
        if (marks.Soaked) tally.Soaked += by;
        if (marks.Silent) tally.Silent += by;
        if (marks.Retrying) tally.Retrying += by;
        if (marks.Faulty) tally.Faulty += by;
        if (marks.Faulty && install.State == InstallState.Targeted) tally.FaultyTargeted += by;
    }

    /// <summary>One that is frozen.</summary>
    public void Add(Install install, RolloutPolicy policy, DateTimeOffset now)
    {
        Of(install.Wave).Size++;
        Count(install, policy, now, 1);
    }

    public void Open(int wave, DateTimeOffset now) => Of(wave).Opened ??= now;

    public void NoteProven(int wave, DateTimeOffset now) => Of(wave).Proven ??= now;

    public IReadOnlyList<WaveBooks> Waves() => [.. _waves.Select(wave => wave.Value.Read(wave.Key))];

    /// <summary>What differs from a count of all rows; empty if nothing.</summary>
    public string Compare(IEnumerable<Install> rows, RolloutPolicy policy, DateTimeOffset now)
    {
        SimBooks counted = new();
        foreach (int wave in _waves.Keys) counted.Of(wave);
        foreach (Install row in rows) counted.Add(row, policy, now);
        foreach ((int wave, Tally tally) in _waves)
        {
            (string booked, string count) = (tally.ToString(), counted.Of(wave).ToString());
            if (booked != count) return $"wave {wave}: booked are {booked}, there are {count}";
        }

        return "";
    }

    private Tally Of(int wave)
    {
        if (!_waves.TryGetValue(wave, out Tally? tally)) _waves.Add(wave, tally = new Tally());
        return tally;
    }

    private sealed class Tally
    {
        public long[] States { get; } = new long[SimBooks.States.Max(state => (int)state) + 1];

        public long Size { get; set; }

        public long Begun { get; set; }

        public long Soaked { get; set; }

        public long Silent { get; set; }

        public long Retrying { get; set; }

        public long Faulty { get; set; }

        public long FaultyTargeted { get; set; }

        public DateTimeOffset? Opened { get; set; }

        public DateTimeOffset? Proven { get; set; }

        public WaveBooks Read(int wave) => new(wave, Size, Opened)
        {
            States = SimBooks.States.Where(state => States[(int)state] != 0).ToDictionary(state => state, state => States[(int)state]),
            Begun = Begun,
            Soaked = Soaked,
            Silent = Silent,
            Retrying = Retrying,
            Faulty = Faulty,
            FaultyTargeted = FaultyTargeted,
            ProvenAt = Proven,
        };

        public override string ToString() => $"{Size}: {string.Join(',', States)}; {Begun} {Soaked} {Silent} {Retrying} {Faulty} {FaultyTargeted}";
    }
}
