using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Tests.Bridge.Lanes;

public sealed class LaneRoomTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void What_does_not_fit_stays_outside_and_counts_nothing()
    {
        LaneRoom room = new(10);
        room.TryEnter(6).Should().BeTrue();
        room.TryEnter(5).Should().BeFalse();
        room.TryEnter(4).Should().BeTrue();
        room.Bytes.Should().Be(10);
    }

    [Fact]
    public void One_that_is_larger_than_the_room_goes_in_alone()
    {
        LaneRoom room = new(10);
        room.TryEnter(11).Should().BeTrue();
        room.TryEnter(1).Should().BeFalse();
        room.Leave(11);
        room.TryEnter(1).Should().BeTrue();
    }

    [Fact]
    public async Task Who_waits_enters_when_there_is_room_for_him()
    {
        LaneRoom room = new(10);
        room.TryEnter(4).Should().BeTrue();
        room.TryEnter(5).Should().BeTrue();
        Task entering = room.EnterAsync(6, default);
        room.Leave(4);
        entering.IsCompleted.Should().BeFalse("5 of 10 are inside");
        room.Leave(5);
        await entering.WaitAsync(Patience);
        room.Bytes.Should().Be(6);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_nothing_behind()
    {
        LaneRoom room = new(10);
        room.TryEnter(10).Should().BeTrue();
        using CancellationTokenSource stop = new();
        Task entering = room.EnterAsync(1, stop.Token);
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => entering).Should().ThrowAsync<OperationCanceledException>();
        room.Leave(10);
        room.Bytes.Should().Be(0);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_while_others_come_and_go()
    {
        LaneRoom room = new(3);
        Task waiter = Task.Run(async () =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                await room.EnterAsync(2, default);
                _ = Task.Run(() => room.Leave(2));
            }
        });
        await waiter.WaitAsync(Patience);
    }
}
