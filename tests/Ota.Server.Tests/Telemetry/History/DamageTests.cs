using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class DamageTests
{
    [Theory]
    [InlineData("this was a database once, and it is not any more")]
    [InlineData("SQLite format 3\0 and nothing more that makes sense")]
    public async Task A_file_that_is_no_database_is_set_aside_and_the_history_goes_on(string content)
    {
        await using OpenedHistory opened = new();
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        string file = opened.Files.Single();
        await opened.CloseAsync();
        File.WriteAllText(file, string.Concat(Enumerable.Repeat(content, 500)));
        opened.Log.Expect(2702);
        opened.OpenAgain();
        opened.Log.Lines.Should().Contain(line => line.EventId == 2702 && line.Text.Contains("damaged") && line.Text.Contains(file + ".damaged"));
        (await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2))).Should().Be(AppendOutcome.Stored);
        await opened.ReopenAsync();
        (await opened.History.ValuesAsync(1)).Should().Equal(2);
        opened.Files.Select(Path.GetFileName).Should().Equal(["history-000002-20261122.db"], "no number is used twice");
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_set_aside()
    {
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = 1 });
        for (ulong i = 1; i < 50; i++) await opened.History.AppendAsync(Messages.Of((int)i, i, Messages.Noon, [.. Enumerable.Range(0, 500).Select(n => Math.Sqrt(n))]));
        string file = opened.Files.Single();
        await opened.CloseAsync();
        using (FileStream stream = File.OpenWrite(file)) stream.SetLength(20_000);
        opened.Log.Expect(2702);
        opened.OpenAgain();
        File.Exists(file + ".damaged").Should().BeTrue();
        (await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1))).Should().Be(AppendOutcome.Stored);
    }

    [Fact]
    public async Task A_damaged_chunk_is_left_out_of_the_answer()
    {
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = 1 });
        for (ulong i = 1; i <= 4; i++) await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon + (long)i, i));
        await ChangeAsync(opened, "UPDATE chunks SET body = zeroblob(length(body)) WHERE id = 2");
        opened.Log.Expect(2704);
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 3, 4);
    }

    [Fact]
    public async Task A_damaged_row_of_the_journal_costs_its_messages_only()
    {
        await using OpenedHistory opened = new();
        for (ulong i = 1; i <= 4; i++) await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon + (long)i, i));
        opened.Log.Expect(2703);
        await ChangeAsync(opened, "UPDATE journal SET body = x'00112233445566778899' WHERE position = 2");
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 3, 4);
        (await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon + 2, 2))).Should().Be(AppendOutcome.Stored, "it can be sent again");
    }

    [Fact]
    public async Task A_damaged_state_costs_that_vehicle_only()
    {
        await using OpenedHistory opened = new(new HistoryOptions { SealValues = 1 });
        for (ulong i = 1; i <= 2; i++)
        {
            await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon, 1));
            await opened.History.AppendAsync(Messages.Of(2, i, Messages.Noon, 2));
        }
        opened.Manual.Advance(opened.Options.SealAge);
        await opened.History.MaintainAsync();
        opened.Log.Expect(2709);
        await ChangeAsync(opened, "UPDATE vehicles SET state = x'0011223344' WHERE id = 1");
        opened.History.Latest(Messages.Vehicle(2)).Should().NotBeEmpty();
        (await opened.History.ValuesAsync(1)).Should().Equal(1, 1);
    }

    private static async Task ChangeAsync(OpenedHistory opened, string sql)
    {
        await opened.CloseAsync();
        using (SqliteFile file = SqliteFile.Open(opened.Files.Single(), readOnly: false)) file.Execute(sql);
        opened.OpenAgain();
    }
}
