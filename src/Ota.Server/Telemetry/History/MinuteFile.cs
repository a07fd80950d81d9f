using System.Globalization;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// The minutes of the chunks of one month of receipts. Parts of a minute that came in different chunks, or late, stand beside each
/// other and are put together when read; how far each day's file is done is in the same transaction.
/// </summary>
internal sealed class MinuteFile : IDisposable
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE progress (file INTEGER NOT NULL PRIMARY KEY, chunk INTEGER NOT NULL);
        CREATE TABLE minutes (id INTEGER NOT NULL PRIMARY KEY, vid BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX minutes_by_vehicle ON minutes (vid, first, last);
        """;

    private readonly SqliteFile _file;

    public MinuteFile(string path, DateOnly month)
    {
        Month = month;
        _file = SqliteSchema.OpenWritable(path, Tables, Version);
        Readers = new SqliteReaders(path);
    }

    public DateOnly Month { get; }

    public string Path => _file.Path;

    public SqliteReaders Readers { get; }

    public static string Name(DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"minutes-{month:yyyyMM}.db");

    public static DateOnly? MonthOf(string name) =>
        name.StartsWith("minutes-", StringComparison.Ordinal)
        && DateOnly.TryParseExact(name, "'minutes-'yyyyMM'.db'", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month)
            ? month
            : null;

    public long Progress(long dayFile)
    {
        using SqliteStatement select = _file.Prepare("SELECT chunk FROM progress WHERE file = ?1");
        return select.Bind(1, dayFile).Step() ? select.Long(0) : 0;
    }

    public void Add(long dayFile, long lastChunk, IEnumerable<(VehicleKey Vehicle, SealedChunk Minutes)> rows) => _file.Transact(() =>
    {
        using SqliteStatement insert = _file.Prepare("INSERT INTO minutes (vid, first, last, body) VALUES (?1, ?2, ?3, ?4)");
        foreach ((VehicleKey vehicle, SealedChunk minutes) in rows)
            insert.Bind(1, vehicle).Bind(2, minutes.First).Bind(3, minutes.Last).Bind(4, minutes.Body).Run();
        using SqliteStatement progress = _file.Prepare("INSERT INTO progress (file, chunk) VALUES (?1, ?2) ON CONFLICT (file) DO UPDATE SET chunk = excluded.chunk");
        progress.Bind(1, dayFile).Bind(2, lastChunk).Run();
    });

    public void Dispose()
    {
        Readers.Dispose();
        _file.Dispose();
    }
}
