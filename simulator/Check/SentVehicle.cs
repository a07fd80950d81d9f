namespace Ota.Simulator.Check;

/// <summary>What the ledger says of one vehicle, by boot and stream.</summary>
internal sealed class SentVehicle(string vid)
{
    public string Vid { get; } = vid;

    public Dictionary<(string BootId, uint Stream), SentCounter> Counters { get; } = [];

    public ulong Sent => Sum(counter => counter.Sent);

    public ulong Acknowledged => Sum(counter => counter.Acknowledged);

    public long SentReadings => Counters.Values.Sum(counter => counter.SentReadings);

    public long AcknowledgedReadings => Counters.Values.Sum(counter => counter.AcknowledgedReadings);

    /// <summary>All vehicles of a ledger, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">The file is no ledger of one run.</exception>
    public static IReadOnlyList<SentVehicle> ReadAll(string ledger)
    {
        SortedDictionary<string, SentVehicle> vehicles = new(StringComparer.Ordinal);
        foreach (LedgerEntry entry in LedgerReader.Read(ledger))
        {
            if (!vehicles.TryGetValue(entry.Vid, out SentVehicle? vehicle)) vehicles.Add(entry.Vid, vehicle = new SentVehicle(entry.Vid));
            vehicle.Counter(entry).Add(entry);
        }
        return [.. vehicles.Values];
    }

    private SentCounter Counter(in LedgerEntry entry)
    {
        (string, uint) key = (entry.BootId, entry.Stream);
        if (!Counters.TryGetValue(key, out SentCounter? counter)) Counters.Add(key, counter = new SentCounter());
        return counter;
    }

    private ulong Sum(Func<SentCounter, ulong> of) => Counters.Values.Aggregate(0ul, (sum, counter) => sum + of(counter));
}
