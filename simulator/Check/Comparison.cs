namespace Ota.Simulator.Check;

/// <summary>
/// Compares what the ledger says of a vehicle with what the server says. What was acknowledged must be stored; what was sent and not
/// acknowledged may be; anything else must not. Numbers are counted twice by the server: in its sequences, and in the store itself.
/// </summary>
internal sealed class Comparison(SentVehicle vehicle, V1.IngestState state, bool mayBeShort)
{
    private readonly List<string> _problems = [];

    /// <summary>Each a sentence; none if they agree.</summary>
    /// <param name="vehicle">By the ledger.</param>
    /// <param name="state">By the server, counted.</param>
    /// <param name="mayBeShort">The simulator was killed: more may be stored than the ledger has.</param>
    public static IReadOnlyList<string> Of(SentVehicle vehicle, V1.IngestState state, bool mayBeShort)
    {
        Comparison comparison = new(vehicle, state, mayBeShort);
        comparison.CompareSequences();
        comparison.CompareStore();
        return comparison._problems;
    }

    private void CompareSequences()
    {
        Dictionary<(string, uint), V1.IngestState.Types.Sequence> stored = state.Sequences.ToDictionary(one => (one.BootId, one.Stream));
        foreach (((string boot, uint stream), SentCounter sent) in vehicle.Counters)
        {
            if (stored.Remove((boot, stream), out V1.IngestState.Types.Sequence? sequence)) Compare(sent, sequence);
            else if (sent.Acknowledged > 0) Say($"{sent.Acknowledged} messages of stream {stream} are acknowledged and none is stored");
        }
        if (mayBeShort) return;
        foreach (((string boot, uint stream), V1.IngestState.Types.Sequence sequence) in stored)
            Say($"stream {stream} of boot {boot} is stored up to {sequence.Highest} and was never sent");
    }

    private void Compare(SentCounter sent, V1.IngestState.Types.Sequence stored)
    {
        ulong gaps = stored.Missing + stored.GivenUp;
        ulong notAcknowledged = stored.Highest - sent.AcknowledgedTo(stored.Highest);
        if (sent.HighestAcknowledged > stored.Highest)
            Say($"message {sent.HighestAcknowledged} of stream {stored.Stream} is acknowledged, and only {stored.Highest} is stored");
        else if (gaps > notAcknowledged)
            Say($"{gaps - notAcknowledged} acknowledged messages of stream {stored.Stream} are missing below {stored.Highest}");
        if (!mayBeShort && stored.Highest > sent.HighestSent)
            Say($"message {stored.Highest} of stream {stored.Stream} is stored and was never sent");
    }

    private void CompareStore()
    {
        Compare("messages", state.StoredMessages, (long)vehicle.Acknowledged, (long)vehicle.Sent);
        Compare("readings", state.StoredReadings, vehicle.AcknowledgedReadings, vehicle.SentReadings);
        long counted = state.Sequences.Sum(one => (long)(one.Highest - one.Missing - one.GivenUp));
        if (counted != state.StoredMessages) Say($"the sequences have {counted} messages and the store {state.StoredMessages}");
    }

    private void Compare(string what, long stored, long acknowledged, long sent)
    {
        if (stored < acknowledged) Say($"{acknowledged - stored} of {acknowledged} acknowledged {what} are not stored{Refused()}");
        if (stored > sent && !mayBeShort) Say($"{stored - sent} {what} are stored and were never sent, or are stored twice");
    }

    private string Refused() =>
        state.Refused.Count == 0 ? "" : $" ({string.Join(", ", state.Refused.OrderBy(one => one.Key).Select(one => $"{one.Value} {one.Key}"))} refused)";

    private void Say(string problem) => _problems.Add($"vehicle {vehicle.Vid}: {problem}");
}
