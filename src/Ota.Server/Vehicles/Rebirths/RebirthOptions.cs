namespace Ota.Server.Vehicles.Rebirths;

/// <summary>How rebirths are paced.</summary>
internal sealed record RebirthOptions
{
    /// <summary>Over all vehicles, on average; as many may leave at once.</summary>
    public int PerSecond { get; init; } = 50;

    /// <summary>The wait before a vehicle is asked: a birth that is on its way, or a message that was only overtaken, makes it needless.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Up to so much more, by chance, so that vehicles of one moment are not asked in one moment.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a vehicle that was asked is not asked again, whatever it does.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Vehicles that can wait to be asked. Of more than these, who speaks again later is asked later.</summary>
    public int MostWaiting { get; init; } = 200_000;

    /// <summary>Vehicles whose birth is remembered; of others the database knows.</summary>
    public int MostBorn { get; init; } = 1_000_000;
}
