using Microsoft.Extensions.Logging.Abstractions;
using Ota.Server.Telemetry.History;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class JournalTests : IDisposable
{
    private static readonly HistoryOptions SealsAtOnce = new() { SealValues = 1 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_follower_may_not_have_seen_stays_in_the_journal_although_it_is_in_chunks()
    {
        using JournalMark mark = Mark();
        await using OpenedHistory opened = new(SealsAtOnce, mark: mark);
        for (ulong i = 1; i <= 5; i++) await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon, i));
        await opened.History.MaintainAsync();
        Sequences(opened).Should().Equal(1, 2, 3, 4, 5);
        await opened.ReopenAsync();
        Sequences(opened).Should().Equal(1, 2, 3, 4, 5);
        (await opened.History.ValuesAsync(1)).Should().Equal([1, 2, 3, 4, 5], "a reading that is in a chunk is not taken from the journal as well");
        opened.History.Journal(Messages.Noon + 1, long.MaxValue).Should().BeEmpty();

        mark.Advance(Messages.Noon + 1);
        await opened.History.AppendAsync(Messages.Of(1, 6, Messages.Noon, 6));
        await opened.History.MaintainAsync();
        Sequences(opened).Should().BeEmpty();
    }

    [Fact]
    public async Task A_follower_that_stands_still_does_not_make_the_journal_grow_without_end()
    {
        using JournalMark mark = Mark();
        await using OpenedHistory opened = new(SealsAtOnce with { JournalBytes = 2000 }, mark: mark);
        for (ulong i = 1; i <= 100; i++) await opened.History.AppendAsync(Messages.Of(1, i, Messages.Noon, i));
        await opened.History.MaintainAsync();
        Sequences(opened).Should().HaveCountLessThan(30).And.EndWith(100UL);
    }

    [Fact]
    public async Task A_day_is_finished_once_its_followers_have_seen_it()
    {
        using JournalMark mark = Mark();
        await using OpenedHistory opened = new(mark: mark);
        await opened.History.AppendAsync(Messages.Of(1, 1, Messages.Noon, 1));
        opened.Manual.Advance(TimeSpan.FromDays(1));
        await opened.History.AppendAsync(Messages.Of(1, 2, Messages.Noon, 2));
        for (int i = 0; i < 5; i++) await opened.History.MaintainAsync();
        Sequences(opened).Should().Equal(1, 2);
        mark.Advance(Messages.Noon + 1);
        await opened.SettleAsync();
        Sequences(opened).Should().Equal([2], "a row stays until something is sealed");
    }

    [Fact]
    public void A_mark_is_remembered_and_does_not_go_back()
    {
        using (JournalMark mark = Mark())
        {
            mark.From.Should().Be(Messages.Noon - 1);
            mark.Advance(Messages.Noon + 5);
            mark.Advance(Messages.Noon);
        }
        using (JournalMark again = Mark()) again.From.Should().Be(Messages.Noon + 5);
        File.WriteAllText(_folder["sinks/mark"], "12");
        using (JournalMark torn = Mark()) torn.From.Should().Be(12);
        File.WriteAllText(_folder["sinks/mark"], "\0\0\0");
        using JournalMark lost = Mark();
        lost.From.Should().Be(0, "then everything is offered that there is");
        JournalMark.None.Advance(1);
        JournalMark.None.From.Should().Be(long.MaxValue);
    }

    private static ulong[] Sequences(OpenedHistory opened) => [.. opened.History.Journal(0, long.MaxValue).Select(message => message.Key.Sequence)];

    private JournalMark Mark() => JournalMark.Open(_folder["sinks/mark"], Messages.Noon - 1, NullLogger.Instance);
}
