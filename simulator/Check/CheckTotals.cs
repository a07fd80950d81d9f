namespace Ota.Simulator.Check;

/// <summary>What came of a check.</summary>
/// <param name="Vehicles">Vehicles of the ledger.</param>
/// <param name="Sent">Their messages.</param>
/// <param name="Acknowledged">Those of them that were acknowledged.</param>
/// <param name="Stored">Messages in the store.</param>
/// <param name="AcknowledgedReadings">Readings in acknowledged messages.</param>
/// <param name="StoredReadings">Readings in the store.</param>
/// <param name="Repeats">Messages that the server received again and did not store again, since its start.</param>
/// <param name="Problems">Disagreements, each a sentence.</param>
internal sealed record CheckTotals(
    int Vehicles, long Sent, long Acknowledged, long Stored, long AcknowledgedReadings, long StoredReadings, long Repeats,
    IReadOnlyList<string> Problems)
{
    public bool Agrees => Problems.Count == 0;

    public string Verdict => (Agrees, Sent == Acknowledged) switch
    {
        (false, _) => $"The ledger and the store disagree on {Problems.Count} points.",
        (true, true) => $"sent = acknowledged = stored: each of {Stored} messages is in the store exactly once.",
        _ => $"Each of {Acknowledged} acknowledged messages is in the store; of the other {Sent - Acknowledged}, {Stored - Acknowledged} are too.",
    };
}
