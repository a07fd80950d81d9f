using Ota.Server.Settings;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Where telemetry is passed on to, and how patiently.</summary>
internal sealed record SinksOptions
{
    public static readonly Setting[] Settings =
    [
        new(
            "influx", "URL",
            "InfluxDB that telemetry is passed on to: \"http://host:8086?db=ota\" for version 1 (&user=U&password-file=F), \"http://host:8086?org=O&bucket=B&token-file=F\" for version 2.",
            "none", Repeats: true),
        new(
            "victoria-metrics", "URL",
            "VictoriaMetrics that telemetry is passed on to, as in http://host:8428, with &user= and password-file= or token-file= if it asks for them.",
            "none", Repeats: true),
        new("sink-batch-lines", "N", "Most lines in one request to a sink.", "5000"),
        new("sink-spool-mb", "MB", "Most that one sink may keep on disk while it cannot be reached.", "1000"),
        new("sink-spool-sync", "second|batch|never", "When the spool is flushed to the disk, for power cuts.", "second"),
    ];

    public IReadOnlyList<SinkTarget> Targets { get; init; } = [];

    public int BatchLines { get; init; } = 5000;

    public int BatchBytes { get; init; } = 1_000_000;

    /// <summary>A batch that is not full goes after this time.</summary>
    public TimeSpan BatchAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Full batches in memory that the disk has not taken yet, for each sink; further points are dropped and counted.</summary>
    public int QueuedBatches { get; init; } = 64;

    public SpoolOptions Spool { get; init; } = new();

    /// <summary>InfluxDB's slowest answers take several seconds under load.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first wait after a failure; later ones grow up to <see cref="MaxDelay"/>.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the breaker keeps quiet.</summary>
    public TimeSpan BreakTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// VictoriaMetrics acknowledges from memory and writes some seconds later: what it was sent within this time before it was killed is
    /// sent again. InfluxDB has written its log when it answers.
    /// </summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait after a refusal that only a person can change: wrong credentials, no such bucket.</summary>
    public TimeSpan RefusedDelay { get; init; } = TimeSpan.FromMinutes(1);

    public static SinksOptions From(SettingValues values)
    {
        SinksOptions defaults = new();
        return new SinksOptions
        {
            Targets = Distinct(values, [.. Read(values, "influx", isInflux: true), .. Read(values, "victoria-metrics", isInflux: false)]),
            BatchLines = values.Number("sink-batch-lines", 1, 50_000, "lines") ?? defaults.BatchLines,
            Spool = new SpoolOptions
            {
                LimitBytes = values.Number("sink-spool-mb", 10, 1_000_000, "MB") is { } mb ? mb * 1_000_000L : defaults.Spool.LimitBytes,
                Sync = values.Choice("sink-spool-sync", ["second", "batch", "never"]) switch
                {
                    "batch" => SpoolSync.EveryBatch,
                    "never" => SpoolSync.Never,
                    _ => SpoolSync.EverySecond,
                },
            },
        };
    }

    private static IEnumerable<SinkTarget> Read(SettingValues values, string setting, bool isInflux)
    {
        SinkTargetReader reader = new(values, setting);
        return values.List(setting).Select(text => reader.Read(text, isInflux)).OfType<SinkTarget>();
    }

    private static SinkTarget[] Distinct(SettingValues values, SinkTarget[] targets)
    {
        foreach (var same in targets.GroupBy(target => target.Name).Where(group => group.Count() > 1))
        {
            string setting = same.First().Kind == SinkKind.VictoriaMetrics ? "victoria-metrics" : "influx";
            values.Problem(setting, $"{same.Key} is given twice; give it once.");
        }

        return targets;
    }
}
