using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>What every history promises.</summary>
public abstract class HistorySuite : IAsyncLifetime
{
    private IAsyncDisposable _owner = null!;

    private ITelemetryHistory History { get; set; } = null!;

    public Task InitializeAsync()
    {
        (History, _owner) = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _owner.DisposeAsync();

    [Fact]
    public async Task What_was_appended_can_be_read_at_once()
    {
        (await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 10.5, double.NaN, -0.0))).Should().Be(AppendOutcome.Stored);
        (await History.ValuesAsync(1)).Should().Equal(10.5, double.NaN, -0.0);
        (await History.ValuesAsync(2)).Should().BeEmpty("it is another vehicle");
        (await History.ValuesAsync(1, signal: 2)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeated_message_is_stored_once()
    {
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        (await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1))).Should().Be(AppendOutcome.Repeated);
        (await History.AppendAsync(Messages.Of(2, 1, Messages.Noon, 1))).Should().Be(AppendOutcome.Stored, "another vehicle counts for itself");
        (await History.ValuesAsync(1)).Should().Equal(1);
    }

    [Fact]
    public async Task What_is_stored_is_counted_and_nothing_else()
    {
        (await History.CountAsync(Messages.Vehicle(1), 1, default)).Should().Be(new HistoryCount(0, 0));
        for (int repeat = 0; repeat < 2; repeat++)
        {
            await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1, 2, 3));
            await History.AppendAsync(Messages.Of(1, 2, Messages.Noon, historical: true, 4));
            await History.AppendAsync(Messages.Of(2, 1, Messages.Noon, 5));
        }
        (await History.CountAsync(Messages.Vehicle(1), 1, default)).Should().Be(new HistoryCount(2, 4));
        (await History.CountAsync(Messages.Vehicle(1), 0, default)).Should().Be(new HistoryCount(2, 0), "the signal is 1");
        (await History.CountAsync(Messages.Vehicle(2), 1, default)).Should().Be(new HistoryCount(1, 1));
    }

    [Fact]
    public async Task Copies_that_come_at_the_same_moment_are_stored_once()
    {
        AppendOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1))));
        outcomes.Count(outcome => outcome == AppendOutcome.Stored).Should().Be(1);
        (await History.ValuesAsync(1)).Should().Equal(1);
    }

    [Fact]
    public async Task The_latest_value_is_the_newest_by_capture_in_whatever_order_it_comes()
    {
        await History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2));
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon - 5000, 1));
        Latest(1).Should().Be(2);
        await History.AppendAsync(Messages.Of(1, 3, Messages.Noon + 1, 3));
        Latest(1).Should().Be(3);
    }

    [Fact]
    public async Task Historical_readings_are_never_the_latest()
    {
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, historical: true, 1));
        History.Latest(Messages.Vehicle(1)).Should().BeEmpty();
        await History.AppendAsync(Messages.Of(1, 2, Messages.Noon - 9000, 2));
        await History.AppendAsync(Messages.Of(1, 3, Messages.Noon, historical: true, 3));
        Latest(1).Should().Be(2);
        (await History.ValuesAsync(1)).Should().Equal(2, 1, 3);
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_does_not_keep_true_values_out()
    {
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon + (400L * 86_400_000), 1));
        await History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2));
        Latest(1).Should().Be(2);
    }

    [Fact]
    public async Task More_readings_than_asked_for_come_as_buckets_that_keep_the_extremes()
    {
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon, [.. Enumerable.Range(0, 1000).Select(i => i == 500 ? 99.0 : i % 7)]));
        HistoryRange range = await History.RangeAsync(Messages.Vehicle(1), 1, Messages.Noon, Messages.Noon + 1_000_000, 10, default);
        range.Points.Should().BeEmpty();
        range.Buckets.Should().HaveCount(10).And.OnlyContain(bucket => bucket.Count == 100);
        range.Buckets.Max(bucket => bucket.Max).Should().Be(99);
        range.Buckets[9].Last.Should().Be(999 % 7);
    }

    [Fact]
    public async Task Texts_and_absences_come_back_as_they_are()
    {
        ChunkWriter columns = new();
        columns.Add(4, ColumnKind.Absent, [Messages.Noon + 2], []);
        columns.Add(4, [Messages.Noon, Messages.Noon + 1], ["FIX_3D", "Ölstand niedrig"]);
        await History.AppendAsync(TelemetryMessage.From(columns, Messages.Vehicle(1), Messages.Key(1), Messages.Noon, Messages.Noon, Messages.Noon, false));
        HistoryRange range = await History.RangeAsync(Messages.Vehicle(1), 4, 0, long.MaxValue, 10, default);
        range.Points.Select(point => (point.Kind, point.Text)).Should().Equal(
            (ColumnKind.Text, "FIX_3D"), (ColumnKind.Text, "Ölstand niedrig"), (ColumnKind.Absent, null));
        History.Latest(Messages.Vehicle(1)).Single(value => value.Signal == 4).Kind.Should().Be(ColumnKind.Absent);
    }

    [Fact]
    public async Task When_a_message_was_sent_and_received_is_kept()
    {
        await History.AppendAsync(Messages.Of(1, 1, Messages.Noon - 700, 1));
        (await History.ValuesAsync(1, TelemetryMessage.SentSignal)).Should().Equal(Messages.Noon - 700);
        (await History.ValuesAsync(1, TelemetryMessage.ReceivedSignal)).Should().Equal(Messages.Noon);
    }

    private protected abstract (ITelemetryHistory History, IAsyncDisposable Owner) Open();

    private double Latest(int vehicle) =>
        BitConverter.Int64BitsToDouble(History.Latest(Messages.Vehicle(vehicle)).Single(value => value.Signal == 1).Bits);
}

public sealed class MemoryHistoryTests : HistorySuite
{
    private protected override (ITelemetryHistory, IAsyncDisposable) Open()
    {
        MemoryHistory history = new(new HistoryOptions());
        return (history, history);
    }
}

public sealed class EmbeddedHistoryTests : HistorySuite
{
    private protected override (ITelemetryHistory, IAsyncDisposable) Open()
    {
        OpenedHistory opened = new();
        return (opened.History, opened);
    }
}

/// <summary>Each message is sealed at the next, so that everything comes from chunks.</summary>
public sealed class SealingHistoryTests : HistorySuite
{
    private protected override (ITelemetryHistory, IAsyncDisposable) Open()
    {
        OpenedHistory opened = new(new HistoryOptions { SealValues = 1 });
        return (opened.History, opened);
    }
}
