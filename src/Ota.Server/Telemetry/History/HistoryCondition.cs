namespace Ota.Server.Telemetry.History;

/// <summary>Whether the history takes messages, and a sentence for operators that says why not; it names no vehicle.</summary>
internal sealed record HistoryCondition(bool Ready, string Sentence)
{
    public static readonly HistoryCondition Good = new(true, "messages are stored");
}
