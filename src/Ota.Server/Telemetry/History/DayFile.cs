using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// One day of receipts in one SQLite file: the journal of messages, the chunks made of them, and the state of vehicles. The writer's
/// thread has the only connection that writes; its statements are kept prepared.
/// </summary>
internal sealed class DayFile : IDisposable
{
    private const int Version = 1;

    // "sealed" is the last journal row of the vehicle that is in a chunk: what a start must not take from the journal again.
    private const string Tables = """
        CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE journal (position INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE vehicles (id INTEGER NOT NULL PRIMARY KEY, vid BLOB NOT NULL UNIQUE, sealed INTEGER NOT NULL, state BLOB NOT NULL);
        CREATE TABLE chunks (id INTEGER NOT NULL PRIMARY KEY, vehicle INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX chunks_by_vehicle ON chunks (vehicle, first, last);
        """;

    private readonly SqliteFile _file;
    private readonly SqliteStatement _insertJournal;
    private readonly SqliteStatement _trimJournal;
    private readonly SqliteStatement _upsertVehicle;
    private readonly SqliteStatement _insertChunk;
    private readonly SqliteStatement _setMeta;

    private DayFile(DayFileName name, SqliteFile file)
    {
        Name = name;
        _file = file;
        _insertJournal = file.Prepare("INSERT INTO journal (position, body) VALUES (?1, ?2)");
        _trimJournal = file.Prepare("DELETE FROM journal WHERE position < ?1");
        _upsertVehicle = file.Prepare("""
            INSERT INTO vehicles (vid, sealed, state) VALUES (?1, ?2, ?3)
            ON CONFLICT (vid) DO UPDATE SET sealed = excluded.sealed, state = excluded.state RETURNING id
            """);
        _insertChunk = file.Prepare("INSERT INTO chunks (vehicle, first, last, body) VALUES (?1, ?2, ?3, ?4)");
        _setMeta = file.Prepare("INSERT INTO meta (name, value) VALUES (CAST(?1 AS TEXT), ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        Readers = new SqliteReaders(file.Path);
        IsCarried = file.Scalar("SELECT value FROM meta WHERE name = 'carried'") != 0;
        IsFinished = file.Scalar("SELECT value FROM meta WHERE name = 'finished'") != 0;
        LastPosition = Math.Max(file.Scalar("SELECT MAX(position) FROM journal"), file.Scalar("SELECT MAX(sealed) FROM vehicles"));
    }

    public DayFileName Name { get; }

    public string Path => _file.Path;

    public SqliteReaders Readers { get; }

    public Tails Tails { get; } = new();

    public long LastPosition { get; private set; }

    /// <summary>The rows of the journal that some tail may need.</summary>
    public JournalRows Rows { get; } = new();

    /// <summary>Whether it holds the state of every vehicle, so that files before it are not needed for that.</summary>
    public bool IsCarried { get; private set; }

    /// <summary>Whether all is in chunks and nothing will be added.</summary>
    public bool IsFinished { get; private set; }

    public static DayFile Open(string folder, DayFileName name)
    {
        SqliteFile file = SqliteSchema.OpenWritable(System.IO.Path.Combine(folder, name.Text), Tables, Version);
        try
        {
            return new DayFile(name, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Transact(Action work) => _file.Transact(work);

    /// <summary>Says which position the messages got; it counts only once the transaction is committed.</summary>
    public long InsertJournal(ReadOnlySpan<byte> row)
    {
        long position = LastPosition + 1;
        _insertJournal.Bind(1, position).Bind(2, row).Run();
        return position;
    }

    public void Committed(long position, int size, long received)
    {
        LastPosition = position;
        Rows.Add(position, size, received);
    }

    public void InsertChunks(Tail tail, long sealedTo, List<SealedChunk> chunks, ReadOnlySpan<byte> state)
    {
        long row = UpsertVehicle(tail.Vehicle, sealedTo, state);
        foreach (SealedChunk chunk in chunks)
            _insertChunk.Bind(1, row).Bind(2, chunk.First).Bind(3, chunk.Last).Bind(4, chunk.Body).Run();
    }

    public long UpsertVehicle(VehicleKey vehicle, long sealedTo, ReadOnlySpan<byte> state)
    {
        _upsertVehicle.Bind(1, vehicle).Bind(2, sealedTo).Bind(3, state);
        try
        {
            _upsertVehicle.Step();
            long id = _upsertVehicle.Long(0);
            _upsertVehicle.Step(); // To its end, which is what makes it happen.
            return id;
        }
        finally
        {
            _upsertVehicle.Reset();
        }
    }

    public void TrimJournal(long firstKept) => _trimJournal.Bind(1, firstKept).Run();

    public void MarkCarried()
    {
        SetMeta("carried"u8);
        IsCarried = true;
    }

    public void MarkFinished()
    {
        _file.Transact(() =>
        {
            TrimJournal(long.MaxValue);
            SetMeta("finished"u8);
        });
        IsFinished = true;
        Tails.Forget();
        _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>A write that changes nothing, to see whether writing works.</summary>
    public void Probe() => _file.Transact(() => SetMeta("probed"u8));

    /// <summary>The log grows while a reader holds an old commit; then the writer waits for it once, here.</summary>
    public void BoundLog(long limit)
    {
        FileInfo log = new(Path + "-wal");
        if (log.Exists && log.Length > limit) _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public List<(VehicleKey Vehicle, long RowId, long Sealed, byte[] State)> ReadVehicles(long afterRow, int count)
    {
        using SqliteStatement select = _file.Prepare("SELECT id, vid, sealed, state FROM vehicles WHERE id > ?1 ORDER BY id LIMIT ?2");
        select.Bind(1, afterRow).Bind(2, count);
        List<(VehicleKey, long, long, byte[])> rows = [];
        while (select.Step()) rows.Add((VehicleKey.Read(select.Blob(1)), select.Long(0), select.Long(2), select.Blob(3).ToArray()));
        return rows;
    }

    /// <summary>Gives each row of the journal that can be read, and says which cannot.</summary>
    public void ReadJournal(Action<long, List<(TelemetryMessage Message, ReadOnlyMemory<byte> Written)>> take, Action<long, Exception> damaged)
    {
        using SqliteStatement select = _file.Prepare("SELECT position, body FROM journal ORDER BY position");
        while (select.Step())
        {
            long position = select.Long(0);
            long received = 0;
            try
            {
                List<(TelemetryMessage Message, ReadOnlyMemory<byte> Written)> messages = JournalRow.Read(select.Blob(1).ToArray());
                received = messages[^1].Message.Received;
                take(position, messages);
            }
            catch (Exception e) when (e is FormatException or ChunkFormatException)
            {
                damaged(position, e);
            }
            Rows.Add(position, select.Blob(1).Length, received);
        }
    }

    public void Dispose()
    {
        Readers.Dispose();
        foreach (SqliteStatement statement in new[] { _insertJournal, _trimJournal, _upsertVehicle, _insertChunk, _setMeta }) statement.Dispose();
        _file.Dispose();
    }

    private void SetMeta(ReadOnlySpan<byte> name) => _setMeta.Bind(1, name).Bind(2, 1).Run();
}
