using Ota.Mqtt;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Messages on their way to one append: one wait, one answer and one piece of work for all of them.</summary>
internal sealed class DecodedBatch
{
    private readonly List<TelemetryMessage> _messages = [];
    private readonly List<(IMqttHeldMessage Publish, int Readings, IReadOnlyList<Refusal> Refusals)> _sources = [];

    public MessageArena Arena { get; } = new();

    public int Count => _messages.Count;

    public IReadOnlyList<TelemetryMessage> Messages => _messages;

    public void Add(IMqttHeldMessage publish, TelemetryMessage message, in DecodedMessage decoded)
    {
        _messages.Add(message);
        _sources.Add((publish, decoded.Readings, decoded.Refusals));
    }

    public (IMqttHeldMessage Publish, int Readings, IReadOnlyList<Refusal> Refusals) SourceOf(int index) => _sources[index];

    /// <summary>Makes it ready for others; nobody may have a message of it any more.</summary>
    public void Clear()
    {
        _messages.Clear();
        _sources.Clear();
        Arena.Clear();
    }
}
