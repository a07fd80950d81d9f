using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class DayTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_new_day_begins_a_file_and_the_old_one_is_finished_behind_it()
    {
        await using OpenedHistory opened = new();
        for (int vehicle = 0; vehicle < 200; vehicle++) await opened.History.AppendAsync(Messages.Of(vehicle, 1, Messages.Noon, vehicle));
        opened.Manual.Jump(Day);
        await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 1000));
        opened.Files.Select(Path.GetFileName).Should().Equal("history-000001-20261122.db", "history-000002-20261123.db");
        opened.History.Contents.Files[0].IsFinished.Should().BeFalse("it is brought into chunks in steps");
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 1000);
        await opened.SettleAsync();
        opened.History.Contents.Files[0].IsFinished.Should().BeTrue();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 1000);
        await opened.ReopenAsync();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 1000);
        (await opened.History.AppendAsync(Messages.Of(150, 1, Messages.Noon, 150))).Should().Be(AppendOutcome.Repeated);
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_closing_a_day_loses_and_doubles_nothing()
    {
        await using OpenedHistory opened = new();
        for (int vehicle = 0; vehicle < 200; vehicle++) await opened.History.AppendAsync(Messages.Of(vehicle, 1, Messages.Noon, vehicle));
        opened.Manual.Jump(Day);
        for (ulong i = 2; i < 4; i++)
        {
            await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon, i));
            await opened.ReopenAsync();
        }
        for (int vehicle = 2; vehicle < 200; vehicle++) (await opened.History.ValuesAsync(vehicle)).Should().Equal(vehicle);
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_a_second_at_midnight_begins_no_file()
    {
        await using OpenedHistory opened = new();
        opened.Time.Shift = TimeSpan.FromHours(12);
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        opened.Time.Shift -= TimeSpan.FromSeconds(1);
        await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2));
        opened.Files.Should().HaveCount(2, "the history was opened the day before");
    }

    [Fact]
    public async Task A_clock_that_is_years_wrong_for_a_while_loses_nothing()
    {
        await using OpenedHistory opened = new(new HistoryOptions { RetentionDays = 2 });
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        opened.Time.Shift = TimeSpan.FromDays(4000);
        await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2));
        await opened.SettleAsync();
        opened.Time.Shift = TimeSpan.FromDays(-4000);
        await opened.History.AppendAsync(Messages.Of(1, 3, Messages.Noon, 3));
        await opened.SettleAsync();
        opened.Time.Shift = TimeSpan.Zero;
        await opened.History.AppendAsync(Messages.Of(1, 4, Messages.Noon, 4));
        await opened.SettleAsync();
        await opened.ReopenAsync();
        await opened.SettleAsync();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 2, 3, 4);
        opened.Log.Lines.Should().Contain(line => line.EventId == 2706);
    }

    [Fact]
    public async Task Files_older_than_the_retention_are_dropped_and_states_and_minutes_stay()
    {
        await using OpenedHistory opened = new(new HistoryOptions { RetentionDays = 2 });
        await opened.History.AppendAsync(Messages.Of(99, 1, Messages.Noon, 99));
        for (int day = 0; day < 6; day++)
        {
            await opened.History.AppendAsync(Messages.Of(1, (ulong)day + 1, Messages.Noon + (day * 86_400_000L), day));
            await opened.SettleAsync();
            opened.Manual.Jump(Day);
        }
        await opened.SettleAsync();
        opened.Files.Should().HaveCount(3, "the last two days and the new one");
        (await opened.History.ValuesAsync(99)).Should().BeEmpty();
        opened.History.Latest(Messages.Vehicle(99)).Should().NotBeEmpty("the newest value stays as long as the vehicle");
        await opened.ReopenAsync();
        opened.History.Latest(Messages.Vehicle(99)).Should().NotBeEmpty();
        (await opened.History.AppendAsync(Messages.Of(99, 1, Messages.Noon, 99))).Should().Be(AppendOutcome.Repeated);
        (await opened.History.MinutesAsync(Messages.Vehicle(99), 1, 0, long.MaxValue, default)).Should().ContainSingle().Which.Last.Should().Be(99);
    }

    [Fact]
    public async Task Minutes_are_dropped_by_the_month()
    {
        await using OpenedHistory opened = new(new HistoryOptions { RetentionDays = 2, MinuteRetentionMonths = 1 });
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        await opened.SettleAsync();
        for (int week = 0; week < 12; week++)
        {
            opened.Manual.Jump(TimeSpan.FromDays(7));
            await opened.SettleAsync();
        }
        (await opened.History.MinutesAsync(Messages.Vehicle(1), 1, 0, long.MaxValue, default)).Should().BeEmpty();
        Directory.GetFiles(opened.Folder, "minutes-2026*.db").Should().BeEmpty();
    }
}
