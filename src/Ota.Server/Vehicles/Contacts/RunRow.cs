namespace Ota.Server.Vehicles.Contacts;

/// <summary>A run of a server as stored; times in Unix milliseconds.</summary>
internal sealed class RunRow
{
    public long Seen { get; init; }

    public long? Ended { get; init; }
}
