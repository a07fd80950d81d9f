namespace Ota.Server.Vehicles;

/// <summary>How far an import came.</summary>
internal sealed class ImportState
{
    public string Id { get; init; } = "";

    public string Operator { get; init; } = "";

    public long LastLine { get; init; }

    public long Added { get; init; }

    public long Refused { get; init; }
}
