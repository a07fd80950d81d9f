namespace Ota.Server.Telemetry.History;

/// <summary>
/// Makes at start what was in memory: the state of vehicles from the newest file that has it, then the messages that are in a journal
/// and in no chunk. A file that is damaged is set aside, so that a start ends and does not begin again and again.
/// </summary>
internal sealed class HistoryLoader(
    string folder, HistoryContents contents, ISequenceWindows windows, HistoryOptions options, TimeProvider time, ILogger log)
{
    private const int VehiclesAtOnce = 1000;

    private readonly MessageReader _reader = new();

    public void Load()
    {
        foreach (DayFileName name in DayFileName.In(folder))
        {
            contents.Note(name.Sequence);
            if (Open(name) is { } file) contents.Add(file);
        }
        int carried = Math.Max(0, contents.Files.ToList().FindLastIndex(file => file.IsCarried));
        IReadOnlyList<DayFile> files = contents.Files;
        for (int i = 0; i < files.Count; i++)
        {
            DayFile file = files[i];
            if (i >= carried || !file.IsFinished) UseOrSetAside(file);
        }
    }

    /// <summary>Takes in what a file has; again, after the writer lost track of it.</summary>
    /// <exception cref="SqliteFailure">It cannot be read.</exception>
    public void Use(DayFile file)
    {
        ReadVehicles(file);
        if (!file.IsFinished) ReadJournal(file);
    }

    public void SetAside(string path, SqliteFailure reason) => log.SetAside(reason.Message, SqliteSchema.SetAside(path));

    private void UseOrSetAside(DayFile file)
    {
        try
        {
            Use(file);
        }
        catch (SqliteFailure e) when (e.IsDamage)
        {
            contents.Remove(file);
            file.Dispose();
            SetAside(file.Path, e);
        }
    }

    private DayFile? Open(DayFileName name)
    {
        try
        {
            return DayFile.Open(folder, name);
        }
        catch (SqliteFailure e) when (e.IsDamage)
        {
            SetAside(Path.Combine(folder, name.Text), e);
            return null;
        }
    }

    private void ReadVehicles(DayFile file)
    {
        long row = 0;
        while (file.ReadVehicles(row, VehiclesAtOnce) is { Count: > 0 } rows)
        {
            row = rows[^1].RowId;
            foreach ((VehicleKey key, long rowId, long sealedTo, byte[] state) in rows)
            {
                ReadState(file, key, state);
                if (file.IsFinished) continue;
                Tail tail = file.Tails.Of(key);
                (tail.RowId, tail.Sealed) = (rowId, sealedTo);
            }
        }
    }

    private void ReadState(DayFile file, VehicleKey key, byte[] written)
    {
        VehicleState vehicle = Vehicle(key);
        if (file.Name.Sequence < vehicle.StoredIn) return;
        vehicle.StoredIn = file.Name.Sequence;
        try
        {
            vehicle.Read(written, windows, _reader);
        }
        catch (FormatException e)
        {
            log.StateDamaged(key.ToString(), file.Path, e);
        }
    }

    private void ReadJournal(DayFile file)
    {
        long now = time.GetTimestamp();
        file.ReadJournal((position, messages) =>
        {
            foreach ((TelemetryMessage message, ReadOnlyMemory<byte> written) in messages)
            {
                VehicleState vehicle = Vehicle(message.Vehicle);
                vehicle.Window.Add(message.Key);
                vehicle.Take(message, options);
                if (position > (file.Tails.Find(message.Vehicle)?.Sealed ?? 0)) file.Tails.Add(position, message, written, now);
            }
        }, (position, cause) => log.JournalRowDamaged(file.Path, position, cause));
    }

    private VehicleState Vehicle(VehicleKey key) => contents.Vehicles.GetOrAdd(key, static (key, windows) => new VehicleState(key, windows.Create()), windows);
}
