using System.Collections.Concurrent;

namespace Ota.Server.Telemetry.History;

/// <summary>What the history holds: the files, oldest first, and the state of every vehicle. The writer changes it, everybody reads.</summary>
internal sealed class HistoryContents
{
    private volatile DayFile[] _files = [];

    public ConcurrentDictionary<VehicleKey, VehicleState> Vehicles { get; } = new();

    public IReadOnlyList<DayFile> Files => _files;

    public DayFile? Newest => _files.LastOrDefault();

    /// <summary>The highest number that a file ever had: none is used twice, also not that of a file that was set aside.</summary>
    public long LastSequence { get; private set; }

    public void Note(long sequence) => LastSequence = Math.Max(LastSequence, sequence);

    public void Add(DayFile file)
    {
        Note(file.Name.Sequence);
        _files = [.. _files, file];
    }

    /// <summary>Puts a file that was opened again in the place that it had.</summary>
    public void Replace(DayFile old, DayFile file) => _files = [.. _files.Select(other => other == old ? file : other)];

    public void Remove(DayFile file) => _files = [.. _files.Where(other => other != file)];
}
