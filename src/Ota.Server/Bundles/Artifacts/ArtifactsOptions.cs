using Ota.Server.Settings;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Limits of uploads and downloads. Sizes are bytes, rates bytes a second; a rate of null is no limit.</summary>
internal sealed record ArtifactsOptions
{
    private const int Million = 1_000_000;
    private const int MostMb = 1_000_000_000;

    public static readonly Setting[] Settings =
    [
        new("artifact-max-mb", "MB", "Largest artifact.", "20000"),
        new("artifact-uploads", "N", "Uploads that may be unfinished.", "64"),
        new("artifact-uploads-mb", "MB", "What they may come to.", "200000"),
        new("artifact-operator-uploads", "N", "Uploads of one operator that may be unfinished.", "16"),
        new("artifact-operator-uploads-mb", "MB", "What these may come to.", "100000"),
        new("artifact-upload-hours", "HOURS", "How long an unfinished upload waits to be continued.", "48"),
        new("artifact-free-mb", "MB", "Uploads are refused that would leave less of the disk free.", "1024"),
        new("artifact-rate-mb", "MB/S", "Rate of all downloads of artifacts together.", "no limit"),
        new("artifact-client-rate-mb", "MB/S", "The same for one client: a vehicle, an operator, or with signed URLs an address.", "no limit"),
        new("artifact-downloads", "N", "Downloads; further ones get 503.", "1000"),
        new("artifact-client-downloads", "N", "Downloads of one client; further ones get 429.", "8"),
    ];

    public long MaxLength { get; init; } = 20_000L * Million;

    public int OpenUploads { get; init; } = 64;

    public long OpenBytes { get; init; } = 200_000L * Million;

    public int OpenUploadsOfOperator { get; init; } = 16;

    public long OpenBytesOfOperator { get; init; } = 100_000L * Million;

    public TimeSpan UploadLifetime { get; init; } = TimeSpan.FromHours(48);

    public long FreeBytes { get; init; } = 1024L * Million;

    public long? Rate { get; init; }

    public long? ClientRate { get; init; }

    public int Downloads { get; init; } = 1000;

    public int ClientDownloads { get; init; } = 8;

    public static ArtifactsOptions From(SettingValues values)
    {
        ArtifactsOptions defaults = new();
        return new ArtifactsOptions
        {
            MaxLength = Megabytes(values, "artifact-max-mb") ?? defaults.MaxLength,
            OpenUploads = Count(values, "artifact-uploads") ?? defaults.OpenUploads,
            OpenBytes = Megabytes(values, "artifact-uploads-mb") ?? defaults.OpenBytes,
            OpenUploadsOfOperator = Count(values, "artifact-operator-uploads") ?? defaults.OpenUploadsOfOperator,
            OpenBytesOfOperator = Megabytes(values, "artifact-operator-uploads-mb") ?? defaults.OpenBytesOfOperator,
            UploadLifetime = values.Number("artifact-upload-hours", 1, 8760, "hours") is { } hours
                ? TimeSpan.FromHours(hours)
                : defaults.UploadLifetime,
            FreeBytes = Megabytes(values, "artifact-free-mb") ?? defaults.FreeBytes,
            Rate = Megabytes(values, "artifact-rate-mb", "MB a second"),
            ClientRate = Megabytes(values, "artifact-client-rate-mb", "MB a second"),
            Downloads = Count(values, "artifact-downloads") ?? defaults.Downloads,
            ClientDownloads = Count(values, "artifact-client-downloads") ?? defaults.ClientDownloads,
        };
    }

    private static long? Megabytes(SettingValues values, string name, string unit = "MB") => values.Number(name, 1, MostMb, unit) * (long)Million;

    private static int? Count(SettingValues values, string name) => values.Number(name, 1, 1_000_000, "at once");
}
