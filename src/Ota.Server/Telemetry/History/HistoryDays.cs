namespace Ota.Server.Telemetry.History;

/// <summary>
/// Which file is written: that of today by UTC. A new day begins a file at once; what the old one has not sealed, and the states of
/// vehicles that the new one lacks, follow in steps between commits, so that midnight is no pause.
/// </summary>
internal sealed class HistoryDays(string folder, HistoryContents contents, TimeProvider time)
{
    /// <summary>Vehicles of one step.</summary>
    public const int StepSize = 64;

    private static readonly TimeSpan BackwardsTolerance = TimeSpan.FromHours(1);

    private Queue<VehicleState>? _toCarry;

    /// <summary>A closed file that is not all in chunks.</summary>
    public DayFile? Closing => contents.Files.FirstOrDefault(file => file != contents.Newest && !file.IsFinished);

    public bool HasSteps => Closing is not null || contents.Newest is { IsCarried: false };

    /// <summary>Whether the step that <see cref="NextToCarry"/> gave is the last.</summary>
    public bool CarriesLast => _toCarry is not null && _toCarry.Count <= StepSize;

    /// <summary>The file for what is received now; made if there is none.</summary>
    /// <exception cref="SqliteFailure">It cannot be made.</exception>
    public DayFile ForNow()
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        DayFile? newest = contents.Newest;
        if (newest is not null && Covers(newest.Name.Day, now)) return newest;
        DayFileName name = new(contents.LastSequence + 1, DateOnly.FromDateTime(now));
        DayFile file = DayFile.Open(folder, name);
        contents.Add(file);
        _toCarry = null;
        return file;
    }

    /// <summary>Vehicles whose state the newest file must get before older ones may go.</summary>
    public IReadOnlyList<VehicleState> NextToCarry()
    {
        if (contents.Newest is not { IsCarried: false } file) return [];
        _toCarry ??= new Queue<VehicleState>(contents.Vehicles.Values.Where(vehicle => vehicle.StoredIn < file.Name.Sequence));
        return [.. _toCarry.Take(StepSize)];
    }

    public void Carried(DayFile file, IReadOnlyList<VehicleState> vehicles)
    {
        if (_toCarry is null) return;
        foreach (VehicleState vehicle in vehicles)
        {
            vehicle.StoredIn = file.Name.Sequence;
            _toCarry.Dequeue();
        }
        if (file.IsCarried) _toCarry = null;
    }

    // Around midnight a clock that is set by a second must not begin a file at every step.
    private static bool Covers(DateOnly day, DateTime now)
    {
        DateTime start = day.ToDateTime(TimeOnly.MinValue);
        return now >= start - BackwardsTolerance && now < start.AddDays(1);
    }
}
