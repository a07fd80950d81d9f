using Ota.Server.Settings;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Limits of uploads and downloads. Sizes are bytes, rates bytes a second; a rate of null is no limit.</summary>
internal sealed record ArtifactsOptions
{
    private const int Million = 1_000_000;
    private const int MostMb = 1_000_000_000;

    public static readonly Setting[] Settings =
    [
        new("artifact-max-mb", "N", "Largest artifact; 20000 without it."),
        new("artifact-uploads", "N", "Uploads that may be unfinished at once; 64 without it."),
        new("artifact-uploads-mb", "N", "What they may come to; 200000 without it."),
        new("artifact-operator-uploads", "N", "Uploads of one operator that may be unfinished at once; 16 without it."),
        new("artifact-operator-uploads-mb", "N", "What they may come to; 100000 without it."),
        new("artifact-upload-hours", "N", "How long an unfinished upload waits to be continued; 48 without it."),
        new("artifact-free-mb", "N", "Uploads are refused that would leave less of the disk free; 1024 without it."),
        new("artifact-rate-mb", "N", "Megabytes a second of all downloads together; no limit without it."),
        new("artifact-client-rate-mb", "N", "Megabytes a second of one client's downloads together; no limit without it."),
        new("artifact-downloads", "N", "Downloads at once; further ones are told to come later. 1000 without it."),
        new("artifact-client-downloads", "N", "Downloads of one client at once; 8 without it."),
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
            Rate = Megabytes(values, "artifact-rate-mb"),
            ClientRate = Megabytes(values, "artifact-client-rate-mb"),
            Downloads = Count(values, "artifact-downloads") ?? defaults.Downloads,
            ClientDownloads = Count(values, "artifact-client-downloads") ?? defaults.ClientDownloads,
        };
    }

    private static long? Megabytes(SettingValues values, string name) => values.Number(name, 1, MostMb, "megabytes") * (long)Million;

    private static int? Count(SettingValues values, string name) => values.Number(name, 1, 1_000_000, "at once");
}
