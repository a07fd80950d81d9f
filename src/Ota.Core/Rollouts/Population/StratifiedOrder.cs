namespace Ota.Core.Rollouts.Population;

/// <summary>
/// All vehicles in an order of which every prefix has of each stratum its share, rounded up or down. With n of N vehicles in a stratum, its
/// vehicle j (from 0) is ready from position jN/n on, so that a stratum is never ahead of its share by one, and must be taken by position
/// (j + 1)N/n, so that it is never behind by one. In between it is due at (j + phase)N/n, where phase is drawn in [0, 1). Always taking what must be
/// taken first would keep the shares as well, but put the large strata first: a short first wave would hold nothing of the many small ones,
/// which may be half of a fleet.
/// </summary>
internal sealed class StratifiedOrder(Lot[] lots, IReadOnlyList<int> strata)
{
    // Several strata may have to be taken at the same position, so what must be taken soon is taken before what is due. 8 positions were
    // enough for fleets of up to 1,500 strata.
    private const int Ahead = 32;

    /// <summary>The numbers of all vehicles. Neither their order in the input nor the numbers of strata matter.</summary>
    public IEnumerable<int> Vehicles()
    {
        Stratum[] all = Group();
        PriorityQueue<Stratum, long> later = new(all.Length);
        PriorityQueue<Turn, (double, ulong)> due = new(all.Length);
        PriorityQueue<Turn, (long, ulong)> last = new(all.Length);
        foreach (Stratum stratum in all) later.Enqueue(stratum, 0);
        for (int position = 0; position < lots.Length; position++)
        {
            while (later.TryPeek(out Stratum? next, out long from) && from <= position)
            {
                later.Dequeue();
                due.Enqueue(next.Turn, (next.Due, next.Phase));
                last.Enqueue(next.Turn, (next.LastPosition(lots.Length), next.Phase));
            }

            // Never empty: the shares of all strata up to here, rounded up, sum to more than what was taken.
            while (last.Peek().IsOver) last.Dequeue();
            while (due.Peek().IsOver) due.Dequeue();
            last.TryPeek(out Turn urgent, out (long Position, ulong) by);
            Stratum taken = (by.Position <= position + Ahead ? urgent : due.Peek()).Stratum;
            yield return taken.Take();
            if (taken.IsLeft) later.Enqueue(taken, taken.FirstPosition(lots.Length));
        }
    }

    private Stratum[] Group()
    {
        Dictionary<int, int> sizes = [];
        foreach (int stratum in strata) sizes[stratum] = sizes.GetValueOrDefault(stratum) + 1;
        Dictionary<int, (ulong[] Ranks, int[] Vehicles, int Filled)> groups = [];
        foreach ((int stratum, int size) in sizes) groups[stratum] = (new ulong[size], new int[size], 0);
        for (int i = 0; i < lots.Length; i++)
        {
            (ulong[] ranks, int[] vehicles, int filled) = groups[strata[i]];
            ranks[filled] = lots[i].Rank;
            vehicles[filled] = i;
            groups[strata[i]] = (ranks, vehicles, filled + 1);
        }

        return [.. groups.Values.Select(group => Sort(group.Ranks, group.Vehicles))];
    }

    private Stratum Sort(ulong[] ranks, int[] vehicles)
    {
        Array.Sort(ranks, vehicles);
        return new Stratum(vehicles, lots[vehicles[0]].Phase);
    }

    /// <summary>The turn of a stratum's vehicle; over when it was taken by the other queue.</summary>
    private readonly record struct Turn(Stratum Stratum, int Number)
    {
        public bool IsOver => Stratum.Taken != Number;
    }

    private sealed class Stratum(int[] vehicles, ulong phase)
    {
        private readonly double _begins = phase / (ulong.MaxValue + 1.0);

        public int Taken { get; private set; }

        public ulong Phase => phase;

        public bool IsLeft => Taken < vehicles.Length;

        public Turn Turn => new(this, Taken);

        /// <summary>As a part of the whole order.</summary>
        public double Due => (Taken + _begins) / vehicles.Length;

        public int Take() => vehicles[Taken++];

        /// <summary>Counted from 0, like the next one.</summary>
        public long FirstPosition(int all) => (long)Taken * all / vehicles.Length;

        public long LastPosition(int all) => ((((long)Taken + 1) * all) + vehicles.Length - 1) / vehicles.Length - 1;
    }
}
