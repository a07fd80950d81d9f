using System.Data.Common;
using Dapper;
using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

public abstract class GroupCommitSuite : StoreSuite
{
    private const string Poison = "poison";

    private readonly TestLog _log = new();
    private readonly List<int> _batches = [];

    [Fact]
    public async Task An_item_is_in_the_database_when_its_write_returns()
    {
        await using GroupCommit<string> commit = await MakeAsync();
        await commit.WriteAsync("a", default);
        (await ReadAsync()).Should().Equal("a");
    }

    [Fact]
    public async Task What_waits_while_another_commits_shares_one_transaction()
    {
        Gate gate = new();
        await using GroupCommit<string> commit = await MakeAsync(gate);
        Task first = commit.WriteAsync("first", default);
        await gate.Reached;
        Task[] others = [.. Enumerable.Range(0, 50).Select(i => commit.WriteAsync($"other{i:00}", default))];
        others.Should().OnlyContain(task => !task.IsCompleted);
        gate.Open();
        await Task.WhenAll([first, .. others]);
        _batches.Should().Equal(1, 50);
        (await ReadAsync()).Should().HaveCount(51);
    }

    [Fact]
    public async Task A_batch_has_a_largest_size()
    {
        Gate gate = new();
        await using GroupCommit<string> commit = await MakeAsync(gate, largestBatch: 20);
        Task first = commit.WriteAsync("first", default);
        await gate.Reached;
        Task[] others = [.. Enumerable.Range(0, 50).Select(i => commit.WriteAsync($"other{i:00}", default))];
        gate.Open();
        await Task.WhenAll([first, .. others]);
        _batches.Should().Equal(1, 20, 20, 10);
    }

    [Fact]
    public async Task A_poison_item_fails_alone_and_the_others_are_committed()
    {
        Gate gate = new();
        await using GroupCommit<string> commit = await MakeAsync(gate);
        Task first = commit.WriteAsync("first", default);
        await gate.Reached;
        Task before = commit.WriteAsync("before", default);
        Task poison = commit.WriteAsync(Poison, default);
        Task after = commit.WriteAsync("after", default);
        gate.Open();
        await Task.WhenAll(first, before, after);
        await FluentActions.Awaiting(() => poison).Should().ThrowAsync<DbException>();
        (await ReadAsync()).Should().Equal("after", "before", "first");
        _log.Lines.Should().ContainSingle(line => line.EventId == 2300);
        await commit.WriteAsync("later", default);
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_and_has_room_again_later()
    {
        Gate gate = new();
        await using GroupCommit<string> commit = await MakeAsync(gate, capacity: 2);
        Task first = commit.WriteAsync("first", default);
        await gate.Reached;
        Task?[] taken = [commit.TryWrite("a", default), commit.TryWrite("b", default)];
        commit.TryWrite("c", default).Should().BeNull();
        Task waits = commit.WriteAsync("d", default);
        gate.Open();
        await Task.WhenAll([first, .. taken!, waits]);
        (await ReadAsync()).Should().Equal("a", "b", "d", "first");
        await commit.TryWrite("e", default)!;
    }

    [Fact]
    public async Task A_caller_can_take_back_what_waits_and_nothing_else()
    {
        Gate gate = new();
        await using GroupCommit<string> commit = await MakeAsync(gate);
        using CancellationTokenSource stop = new();
        Task begun = commit.WriteAsync("begun", stop.Token);
        await gate.Reached;
        Task waits = commit.WriteAsync("waits", stop.Token);
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => waits).Should().ThrowAsync<OperationCanceledException>();
        begun.IsCompleted.Should().BeFalse("its transaction has begun");
        gate.Open();
        await begun;
        await commit.WriteAsync("later", default);
        (await ReadAsync()).Should().Equal("begun", "later");
    }

    [Fact]
    public async Task The_end_waits_for_all_that_was_taken_and_takes_no_more()
    {
        Gate gate = new();
        GroupCommit<string> commit = await MakeAsync(gate);
        Task[] taken = [.. Enumerable.Range(0, 5).Select(i => commit.WriteAsync($"{i}", default))];
        await gate.Reached;
        Task end = commit.DisposeAsync().AsTask();
        end.IsCompleted.Should().BeFalse();
        gate.Open();
        await end;
        await Task.WhenAll(taken).WaitAsync(TimeSpan.FromSeconds(60));
        await FluentActions.Awaiting(() => commit.WriteAsync("late", default)).Should().ThrowAsync<ObjectDisposedException>();
        commit.TryWrite("late", default).Should().BeNull();
        (await ReadAsync()).Should().HaveCount(5);
    }

    [Fact]
    public async Task Many_writers_all_end_up_in_the_database_once()
    {
        await using GroupCommit<string> commit = await MakeAsync(capacity: 16);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++) await commit.WriteAsync($"{writer}-{i}", default);
        })));
        (await ReadAsync()).Should().HaveCount(400).And.OnlyHaveUniqueItems();
    }

    private async Task<GroupCommit<string>> MakeAsync(Gate? gate = null, int capacity = 4096, int largestBatch = 512)
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync($"CREATE TABLE written (item TEXT NOT NULL CHECK (item <> '{Poison}'))");
        return new GroupCommit<string>(Database, WriteAsync, _log.CreateLogger("group commit"), capacity, largestBatch);

        async Task WriteAsync(BatchWrite<string> batch)
        {
            _batches.Add(batch.Items.Count);
            if (gate is not null) await gate.PassAsync();
            await batch.Connection.ExecuteAsync("INSERT INTO written VALUES (@item)", batch.Items.Select(item => new { item }), batch.Transaction);
        }
    }

    private async Task<string[]> ReadAsync()
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        return [.. await connection.QueryAsync<string>("SELECT item FROM written ORDER BY item")];
    }

    /// <summary>Holds the first batch until the test has seen it.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public void Open() => _open.SetResult();

        public Task PassAsync()
        {
            _reached.TrySetResult();
            return _open.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}

public sealed class SqliteGroupCommitTests : GroupCommitSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresGroupCommitTests(PostgresServer server) : GroupCommitSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
