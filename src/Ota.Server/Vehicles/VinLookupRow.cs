namespace Ota.Server.Vehicles;

/// <summary>A look-up of one vehicle, as read.</summary>
internal sealed class VinLookupRow
{
    public long Time { get; init; }

    public string Operator { get; init; } = "";

    public string Method { get; init; } = "";

    public string Purpose { get; init; } = "";

    public string Fields { get; init; } = "";

    public long Asked { get; init; }
}
