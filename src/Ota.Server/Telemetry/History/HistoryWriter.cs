using System.Buffers;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// Changes the history, from one thread. A commit is one transaction in the newest file: one journal row with all messages, the chunks
/// of tails that are due, and the trim of what is then in chunks. Memory follows after the commit, so a commit that fails has changed
/// nothing.
/// </summary>
internal sealed class HistoryWriter(
    HistoryContents contents, HistoryDays days, ISequenceWindows windows, JournalMark mark, HistoryOptions options, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _state = new();
    private readonly ChunkWriter _columns = new();
    private readonly ChunkMerger _merger = new();
    private readonly HashSet<(VehicleKey, MessageKey)> _keys = [];
    private readonly List<TelemetryMessage> _fresh = [];
    private readonly List<VehicleState?> _senders = []; // Of each fresh message; null: the vehicle's first.
    private readonly HashSet<Tail> _full = [];
    private readonly List<Tail> _due = [];
    private DayFile? _current;

    /// <summary>Stores what is not stored yet; when it returns, all of them are.</summary>
    /// <param name="messages">None to only seal what is due.</param>
    /// <param name="outcomes">For each whether it was new.</param>
    public void Commit(IReadOnlyList<TelemetryMessage> messages, Span<AppendOutcome> outcomes)
    {
        Sort(messages, outcomes);
        DayFile file = days.ForNow();
        FindDue(file);
        IReadOnlyList<VehicleState> carried = days.NextToCarry();
        if (_fresh.Count == 0 && _due.Count == 0 && carried.Count == 0 && !days.CarriesLast) return;
        long position = file.LastPosition;
        long sealedTo = position;
        byte[] row = _fresh.Count > 0 ? JournalRow.Write(_fresh) : [];
        file.Transact(() =>
        {
            if (row.Length > 0) position = file.InsertJournal(row);
            Seal(file, _due, sealedTo);
            foreach (VehicleState vehicle in carried) file.UpsertVehicle(vehicle.Key, file.Tails.Find(vehicle.Key)?.Sealed ?? 0, State(vehicle));
            if (days.CarriesLast) file.MarkCarried();
        });
        days.Carried(file, carried);
        Committed(file, position, row, sealedTo);
        file.BoundLog(options.WalBytes);
    }

    /// <summary>Brings a piece of a closed day into chunks.</summary>
    public void CloseStep(DayFile file)
    {
        List<Tail> piece = [.. file.Tails.ByAge.Take(HistoryDays.StepSize)];
        if (piece.Count == 0)
        {
            if (file.Rows.FirstSince(mark.From) is null) file.MarkFinished();
            return;
        }
        long sealedTo = file.LastPosition;
        file.Transact(() => Seal(file, piece, sealedTo));
        Sealed(file, piece, sealedTo);
    }

    /// <summary>Stores messages of a file that was set aside; they are known already, and in no file now.</summary>
    public void Rescue(Tails tails)
    {
        DayFile file = days.ForNow();
        foreach (TailRecord[] records in tails.ByAge.SelectMany(tail => tail.Copy()).Chunk(options.MessagesPerCommit))
        {
            TelemetryMessage[] messages = [.. records.Select(record => JournalRow.ReadMessage(record.Bytes))];
            byte[] row = JournalRow.Write(messages);
            long position = 0;
            file.Transact(() => position = file.InsertJournal(row));
            file.Committed(position, row.Length, messages[^1].Received);
            Add(file, position, messages, row);
        }
    }

    private void Sort(IReadOnlyList<TelemetryMessage> messages, Span<AppendOutcome> outcomes)
    {
        _fresh.Clear();
        _senders.Clear();
        _keys.Clear();
        for (int i = 0; i < messages.Count; i++)
        {
            TelemetryMessage message = messages[i];
            bool known = (contents.Vehicles.TryGetValue(message.Vehicle, out VehicleState? vehicle) && vehicle.Window.Contains(message.Key))
                || !_keys.Add((message.Vehicle, message.Key));
            outcomes[i] = known ? AppendOutcome.Repeated : AppendOutcome.Stored;
            if (known) continue;
            _fresh.Add(message);
            _senders.Add(vehicle);
        }
    }

    /// <summary>Only what is committed is sealed: then the window that goes with it has exactly the messages up to there.</summary>
    private void FindDue(DayFile file)
    {
        _due.Clear();
        if (file != _current) _full.Clear(); // The tails of the day before are sealed in its own file.
        _current = file;
        _due.AddRange(_full);
        long now = time.GetTimestamp();
        long excess = file.Rows.Excess(options.JournalBytes);
        int most = _full.Count + Math.Max(options.SealsPerCommit, _fresh.Count); // So many that it keeps up in any case.
        foreach (Tail tail in file.Tails.ByAge)
        {
            bool isOld = time.GetElapsedTime(tail.FirstTimestamp, now) >= options.SealAge;
            if (_due.Count >= most || (!isOld && tail.FirstPosition > excess)) break;
            if (!_full.Contains(tail)) _due.Add(tail);
        }
    }

    private void Seal(DayFile file, List<Tail> tails, long sealedTo)
    {
        foreach (Tail tail in tails)
            file.InsertChunks(tail, sealedTo, _merger.Merge(tail.Records), State(contents.Vehicles[tail.Vehicle]));
        if (tails.Count > 0) file.TrimJournal(FirstKept(file, tails));
    }

    /// <summary>The oldest journal row that some tail needs once these are sealed, or that a follower may not have seen.</summary>
    private long FirstKept(DayFile file, List<Tail> gone)
    {
        HashSet<Tail> left = [.. gone];
        long needed = file.Tails.ByAge.FirstOrDefault(tail => !left.Contains(tail))?.FirstPosition ?? file.LastPosition + 1;
        if (file.Rows.FirstSince(mark.From) is not { } wanted) return needed;
        return Math.Min(needed, Math.Max(wanted, file.Rows.Excess(options.JournalBytes) + 1)); // Followers do not make it grow without end.
    }

    private ReadOnlySpan<byte> State(VehicleState vehicle)
    {
        vehicle.Write(_state, _columns);
        return _state.WrittenSpan;
    }

    private void Committed(DayFile file, long position, byte[] row, long sealedTo)
    {
        Sealed(file, _due, sealedTo);
        if (_fresh.Count > 0) file.Committed(position, row.Length, _fresh[^1].Received);
        for (int i = 0; i < _fresh.Count; i++)
        {
            TelemetryMessage message = _fresh[i];
            VehicleState vehicle = _senders[i] ?? contents.Vehicles.GetOrAdd(
                message.Vehicle, static (key, windows) => new VehicleState(key, windows.Create()), windows);
            vehicle.Window.Add(message.Key);
            vehicle.Take(message, options);
        }
        Add(file, position, _fresh, row);
    }

    private void Add(DayFile file, long position, IReadOnlyList<TelemetryMessage> messages, ReadOnlyMemory<byte> row)
    {
        long now = time.GetTimestamp();
        foreach (TelemetryMessage message in messages)
        {
            int size = JournalRow.SizeOf(message);
            Tail tail = file.Tails.Add(position, message, row[..size], now);
            row = row[size..];
            if (tail.Values >= options.SealValues) _full.Add(tail);
        }
    }

    private void Sealed(DayFile file, List<Tail> tails, long sealedTo)
    {
        foreach (Tail tail in tails)
        {
            tail.Sealed = sealedTo;
            file.Tails.Clear(tail);
            _full.Remove(tail);
            VehicleState vehicle = contents.Vehicles[tail.Vehicle];
            vehicle.StoredIn = Math.Max(vehicle.StoredIn, file.Name.Sequence);
        }
        file.Rows.Trim(FirstKept(file, []));
    }
}
