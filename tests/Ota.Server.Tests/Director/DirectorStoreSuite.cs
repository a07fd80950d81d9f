using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

public abstract class DirectorStoreSuite : StoreSuite
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DirectorImage Image = new(
        EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw")!, TargetPath.TryParse("gw/fw.bin")!.Value, 3, FileHashes.Of("abc"u8), 7);

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    [Fact]
    public async Task What_was_signed_is_found_byte_by_byte()
    {
        await using DirectorStore store = New();
        Vid vid = await RegisterAsync();
        (await store.FindAsync(vid, default)).Should().Be(new DirectorBasis(null, null));
        DirectorFiles first = Files(1), second = Files(2) with { Assignment = 3, EarlierTargets = first.Targets, EarlierSnapshot = first.Snapshot };
        (await store.TryWriteAsync(vid, 0, first, default)).Should().BeTrue();
        Same((await store.FindAsync(vid, default))!.Files!, first);
        (await store.TryWriteAsync(vid, 1, second, default)).Should().BeTrue();
        Same((await store.FindAsync(vid, default))!.Files!, second);
    }

    [Fact]
    public async Task Of_two_servers_that_sign_at_once_one_is_first_and_the_other_hears_of_it()
    {
        await using DirectorStore one = New(), two = New();
        Vid vid = await RegisterAsync();
        bool[] first = await Task.WhenAll(one.TryWriteAsync(vid, 0, Files(1), default), two.TryWriteAsync(vid, 0, Files(1), default));
        first.Should().BeEquivalentTo([true, false]);
        bool[] next = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).TryWriteAsync(vid, 1, Files(2), default)));
        next.Count(written => written).Should().Be(1);
        (await one.TryWriteAsync(vid, 1, Files(2), default)).Should().BeFalse();
        (await one.FindAsync(vid, default))!.Head.Version.Should().Be(2);
    }

    [Fact]
    public async Task What_a_vehicle_was_told_is_kept_in_order_and_never_overwritten()
    {
        await using DirectorStore store = New();
        Vid vid = await RegisterAsync();
        (await store.TryAppendAsync(Row(vid, 1, "a"), default)).Should().BeTrue();
        (await store.TryAppendAsync(Row(vid, 1, "b"), default)).Should().BeFalse();
        (await store.TryAppendAsync(Row(vid, 2, ""), default)).Should().BeTrue();
        (await store.HistoryAsync(vid, 10, default)).Select(row => (row.Number, row.Bundle)).Should().Equal((2, ""), (1, "a"));
        (await store.HistoryAsync(vid, 10, default))[1].ReadImages().Should().Equal(Image);
        AssignmentRow latest = (await store.FindAsync(vid, default))!.Assignment!;
        (latest.Number, latest.IsNothing, latest.Operator, latest.Time).Should().Be((2, true, "anna", Now.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task Many_vehicles_are_told_at_once_but_those_who_were_told_something_meanwhile()
    {
        await using DirectorStore store = New();
        Vid[] vids = [await RegisterAsync(), await RegisterAsync(), await RegisterAsync()];
        await store.TryAppendAsync(Row(vids[1], 1, "x"), default);
        await InTransactionAsync(async (connection, transaction) =>
            (await store.AppendAsync(connection, transaction, vids.Select(vid => Row(vid, 1, "a")), default))
                .Should().BeEquivalentTo([vids[0].Value, vids[2].Value]));
        IReadOnlyDictionary<string, DirectorBasis> found = await store.FindAsync([.. vids.Select(vid => vid.Value)], default);
        vids.Select(vid => found[vid.Value].Assignment!.Bundle).Should().Equal("a", "x", "a");
        found[vids[0].Value].Assignment!.ReadImages().Should().Equal(Image);
        (await store.HistoryAsync(vids[1], 1, default)).Select(row => row.Number).Should().Equal(1);
    }

    [Fact]
    public async Task What_was_told_last_is_taken_back_if_it_is_still_that()
    {
        await using DirectorStore store = New();
        Vid[] vids = [await RegisterAsync(), await RegisterAsync(), await RegisterAsync(), await RegisterAsync()];
        await store.TryAppendAsync(Row(vids[0], 1, "a"), default);
        await store.TryAppendAsync(Row(vids[1], 1, "a"), default);
        await store.TryAppendAsync(Row(vids[1], 2, ""), default);
        await store.TryAppendAsync(Row(vids[2], 1, "a"), default);
        await InTransactionAsync(async (connection, transaction) => (await store.TakeBackAsync(
            connection, transaction, [(vids[0].Value, "anna"), (vids[1].Value, "anna"), (vids[2].Value, "bert"), (vids[3].Value, "anna")], Now, default))
                .Should().Equal(vids[0].Value));
        List<(long, string)> newest = [];
        foreach (Vid vid in vids)
            newest.Add((await store.HistoryAsync(vid, 1, default)).SingleOrDefault() is { } row ? (row.Number, row.Bundle) : default);
        newest.Should().Equal((2, ""), (2, ""), (1, "a"), default);
    }

    [Fact]
    public async Task Heads_tell_of_new_files_and_new_assignments()
    {
        await using DirectorStore store = New();
        Vid vid = await RegisterAsync(), other = await RegisterAsync();
        await store.TryWriteAsync(vid, 0, Files(1), default);
        (await HeadAsync()).Should().Be(new DirectorHead(1, 0));
        await store.TryAppendAsync(Row(vid, 1, "a"), default);
        (await HeadAsync()).Should().Be(new DirectorHead(1, 1));
        await store.TryWriteAsync(vid, 1, Files(2), default);
        (await HeadAsync()).Should().Be(new DirectorHead(2, 1));
        (await store.FindAsync(vid, default))!.Head.Should().Be(new DirectorHead(2, 1));

        async Task<DirectorHead> HeadAsync()
        {
            IReadOnlyDictionary<string, DirectorHead> heads = await store.HeadsAsync([vid.Value, other.Value], default);
            heads.Should().NotContainKey(other.Value);
            return heads[vid.Value];
        }
    }

    [Fact]
    public async Task A_vehicle_that_is_not_registered_has_nothing()
    {
        await using DirectorStore store = New();
        (await store.FindAsync(Vid.Create(_random), default)).Should().BeNull();
    }

    private static AssignmentRow Row(Vid vid, long number, string bundle) => new()
    {
        Vid = vid.Value,
        Number = number,
        Time = Now.ToUnixTimeMilliseconds(),
        Operator = "anna",
        Bundle = bundle,
        Images = ImagesText.Write([Image]),
    };

    private static DirectorFiles Files(long version) => new()
    {
        Assignment = 0,
        Targets = File("targets", version),
        Snapshot = File("snapshot", version),
        Timestamp = File("timestamp", version),
    };

    private static DirectorFile File(string name, long version) => new(
        version, Now, KeyId.TryParse(new string('a', 64))!.Value, System.Text.Encoding.ASCII.GetBytes($"{{\"{name}\":{version},\n\"x\":\"\\u00e9\"}}"));

    private static void Same(DirectorFiles found, DirectorFiles expected)
    {
        found.Assignment.Should().Be(expected.Assignment);
        DirectorFile?[] mine = All(found), theirs = All(expected);
        for (int i = 0; i < mine.Length; i++)
        {
            (mine[i]?.Version, mine[i]?.Signed, mine[i]?.Key).Should().Be((theirs[i]?.Version, theirs[i]?.Signed, theirs[i]?.Key));
            (mine[i]?.Bytes ?? default).ToArray().Should().Equal((theirs[i]?.Bytes ?? default).ToArray());
        }

        static DirectorFile?[] All(DirectorFiles files) =>
            [files.Targets, files.Snapshot, files.Timestamp, files.EarlierTargets, files.EarlierSnapshot];
    }

    private async Task InTransactionAsync(Func<System.Data.Common.DbConnection, System.Data.Common.DbTransaction, Task> act)
    {
        await using System.Data.Common.DbConnection connection = await Database.ConnectAsync(default);
        await using System.Data.Common.DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        await act(connection, transaction);
        await transaction.CommitAsync();
    }

    private DirectorStore New() => new(Database, NullLogger<DirectorStore>.Instance);

    private async Task<Vid> RegisterAsync()
    {
        Vid vid = Vid.Create(_random);
        await using System.Data.Common.DbConnection connection = await Database.ConnectAsync(default);
        const string sql = """
            INSERT INTO vehicles (number, vid, model, year, plant, market, trim, powertrain, status, status_reason, registered, changed, tenure, events)
            VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM vehicles), @Value, '', 0, '', '', '', '', 1, '', 0, 0, 1, 0)
            """;
        await connection.ExecuteAsync(sql, new { vid.Value });
        return vid;
    }
}

public sealed class SqliteDirectorStoreTests : DirectorStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresDirectorStoreTests(PostgresServer server) : DirectorStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
