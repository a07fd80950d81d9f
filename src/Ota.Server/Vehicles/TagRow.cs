namespace Ota.Server.Vehicles;

/// <summary>A tag as stored.</summary>
internal sealed class TagRow
{
    public long Vehicle { get; init; }

    public string Name { get; init; } = "";

    public string Value { get; init; } = "";
}
