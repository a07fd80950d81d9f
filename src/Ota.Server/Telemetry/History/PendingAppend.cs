namespace Ota.Server.Telemetry.History;

/// <summary>A message that waits for its commit.</summary>
internal sealed class PendingAppend(TelemetryMessage message)
{
    // What a waiting message costs beside its bytes.
    private const int Overhead = 1024;

    public TelemetryMessage Message => message;

    public long Bytes => message.Chunk.Length + Overhead;

    /// <summary>Completed by <see cref="AppendAnswers"/>, on a thread where what follows does no harm.</summary>
    public TaskCompletionSource<AppendOutcome> Done { get; } = new();
}
