namespace Ota.Simulator.Check;

/// <summary>What the ledger says of one vehicle, boot and stream.</summary>
internal sealed class SentCounter
{
    private readonly NumberSet _sent = new();
    private readonly NumberSet _acknowledged = new();

    public ulong Sent => _sent.Count;

    public ulong Acknowledged => _acknowledged.Count;

    public ulong HighestSent => _sent.Highest;

    public ulong HighestAcknowledged => _acknowledged.Highest;

    public long SentReadings { get; private set; }

    public long AcknowledgedReadings { get; private set; }

    public ulong AcknowledgedTo(ulong number) => _acknowledged.CountTo(number);

    /// <exception cref="InvalidDataException">The batch has a line already.</exception>
    public void Add(in LedgerEntry entry)
    {
        if (!_sent.Add(entry.Seq))
            throw new InvalidDataException($"The ledger has number {entry.Seq} of stream {entry.Stream} of vehicle {entry.Vid} twice: it is of more than one run.");
        SentReadings += entry.Readings;
        if (!entry.Acknowledged) return;
        _acknowledged.Add(entry.Seq);
        AcknowledgedReadings += entry.Readings;
    }
}
