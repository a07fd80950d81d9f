using Ota.Server.Settings;

namespace Ota.Server.Health;

/// <summary>From when on the server says that it is not ready.</summary>
internal sealed record HealthOptions
{
    public static readonly Setting[] Settings =
    [
        new("min-free-mb", "MB", "Not ready below so much free space on the volume of DIR.", "256"),
    ];

    public long MinFreeBytes { get; init; } = 256_000_000;

    public static HealthOptions From(SettingValues values) => new()
    {
        MinFreeBytes = values.Number("min-free-mb", 0, int.MaxValue, "MB") is { } mb ? mb * 1_000_000L : new HealthOptions().MinFreeBytes,
    };
}
