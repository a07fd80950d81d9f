namespace Ota.Server.Telemetry.History;

/// <summary>Asks the loop to look after the files.</summary>
internal sealed class Maintenance
{
    public static readonly Maintenance ByTimer = new();

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
