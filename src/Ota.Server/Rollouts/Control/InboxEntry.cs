namespace Ota.Server.Rollouts.Control;

/// <summary>An entry of the inbox, with what is known of its vehicle.</summary>
internal sealed class InboxEntry
{
    public long Vehicle { get; init; }

    public string Kind { get; init; } = "";

    public long Mark { get; init; }

    public string Vid { get; init; } = "";

    public long Status { get; init; }
}
