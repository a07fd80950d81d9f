namespace Ota.Server.Rollouts;

/// <summary>An entry of the ledger as stored.</summary>
internal sealed class InstallEventRow
{
    public const string Columns = "vehicle, number, time, kind, state, event";

    public long Vehicle { get; init; }

    public long Number { get; init; }

    public long Time { get; init; }

    public string Kind { get; init; } = "";

    public long State { get; init; }

    public string Event { get; init; } = "";
}
