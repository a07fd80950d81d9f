using Ota.Core.Bundles.Director;

namespace Ota.Server.Bundles.Director;

/// <summary>The files of a vehicle as stored.</summary>
internal sealed class FilesRow
{
    public const string Columns = """
        f.version, f.assignment, f.targets, f.snapshot, f.timestamp, f.earlier_targets AS EarlierTargets, f.earlier_snapshot AS EarlierSnapshot
        """;

    public string Vid { get; init; } = "";

    public long Version { get; init; }

    public long Assignment { get; init; }

    public string Targets { get; init; } = "";

    public string Snapshot { get; init; } = "";

    public string Timestamp { get; init; } = "";

    public string EarlierTargets { get; init; } = "";

    public string EarlierSnapshot { get; init; } = "";

    public DirectorFiles ToFiles() => new()
    {
        Assignment = Assignment,
        Targets = FileText.TryRead(Targets)!,
        Snapshot = FileText.TryRead(Snapshot)!,
        Timestamp = FileText.TryRead(Timestamp)!,
        EarlierTargets = FileText.TryRead(EarlierTargets),
        EarlierSnapshot = FileText.TryRead(EarlierSnapshot),
    };
}
