using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class RestartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task A_restart_brings_back_values_newest_values_and_what_is_known(int sealValues)
    {
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = sealValues });
        for (ulong i = 1; i <= 5; i++) await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon + (long)i, i));
        await opened.ReopenAsync();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 2, 3, 4, 5);
        BitConverter.Int64BitsToDouble(opened.History.Latest(Messages.Vehicle(1))[0].Bits).Should().Be(5);
        for (ulong i = 1; i <= 5; i++)
            (await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon + (long)i, i))).Should().Be(AppendOutcome.Repeated);
        (await opened.History.AppendAsync(Messages.Of(1, 6, Messages.Noon + 6, 6))).Should().Be(AppendOutcome.Stored);
        await opened.ReopenAsync();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public async Task Old_tails_are_sealed_and_the_journal_is_emptied()
    {
        await using OpenedHistory opened = new();
        for (int vehicle = 0; vehicle < 10; vehicle++) await opened.History.AppendAsync(Messages.Of(vehicle, 1, Messages.Noon, vehicle));
        Rows(opened, "journal").Should().BePositive();
        opened.Manual.Advance(opened.Options.SealAge);
        await opened.History.MaintainAsync();
        Rows(opened, "journal").Should().Be(0);
        Rows(opened, "chunks").Should().Be(10);
        (await opened.History.ValuesAsync(7)).Should().Equal(7);
    }

    [Fact]
    public async Task A_busy_vehicle_does_not_keep_the_journal_of_a_quiet_one_for_ever()
    {
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = 20, JournalBytes = 4000, SealsPerCommit = 2 });
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        for (ulong i = 1; i <= 300; i++) await opened.History.AppendAsync(Messages.Of(2, i, Messages.Noon + (long)i, 1, 2, 3, 4));
        Rows(opened, "journal").Should().BeLessThan(60);
        opened.History.Contents.Newest!.Tails.Bytes.Should().BeLessThan(5000);
        (await opened.History.ValuesAsync(2)).Should().HaveCount(1200);
    }

    private static long Rows(OpenedHistory opened, string table) =>
        opened.History.Contents.Newest!.Readers.Read(file => file.Scalar($"SELECT COUNT(*) FROM {table}"));
}
