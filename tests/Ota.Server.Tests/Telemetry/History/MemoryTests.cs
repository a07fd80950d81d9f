using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

public sealed class MemoryTests
{
    private const int Vehicles = 20_000;
    private const long Budget = 4 << 20;

    [Fact]
    public async Task What_waits_to_be_sealed_stays_within_its_budget_with_20000_vehicles()
    {
        await using OpenedHistory opened = new(new HistoryOptions { JournalBytes = Budget, SealsPerCommit = 4096 });
        for (ulong round = 1; round <= 3; round++)
        {
            foreach (int[] vehicles in Enumerable.Range(0, Vehicles).Chunk(1000))
            {
                await Task.WhenAll(vehicles.Select(vehicle => opened.History.AppendAsync(Message(vehicle, round))));
                opened.History.Contents.Newest!.Tails.Bytes.Should().BeLessThan(Budget + (1 << 20), "a commit seals what is too much before it adds");
            }
        }
        new FileInfo(opened.Files.Single() + "-wal").Length.Should().BeLessThan(opened.Options.WalBytes + (32 << 20));
        (await opened.History.ValuesAsync(Vehicles / 2)).Should().HaveCount(150);
        opened.History.Latest(Messages.Vehicle(Vehicles / 2)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Senders_wait_while_more_than_the_limit_is_queued()
    {
        ByteGate gate = new(100);
        await gate.EnterAsync(60, default);
        Task second = gate.EnterAsync(60, default);
        Task third = gate.EnterAsync(10, default);
        second.IsCompleted.Should().BeFalse();
        third.IsCompleted.Should().BeFalse("those that came before go first");
        gate.Leave(60);
        await Task.WhenAll(second, third);
        using CancellationTokenSource given = new();
        Task fourth = gate.EnterAsync(1000, given.Token);
        await given.CancelAsync();
        await FluentActions.Awaiting(() => fourth).Should().ThrowAsync<OperationCanceledException>();
        gate.Leave(70);
        await gate.EnterAsync(1000, default); // One that is larger than the gate goes in alone.
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused()
    {
        await using OpenedHistory opened = new(new HistoryOptions { MessageBytes = 1000 });
        TelemetryMessage message = Messages.Of(1, 1, Messages.Noon, [.. Enumerable.Range(0, 1000).Select(i => Math.Sqrt(i))]);
        await FluentActions.Awaiting(() => opened.History.AppendAsync(message)).Should().ThrowAsync<ArgumentException>();
    }

    private static TelemetryMessage Message(int vehicle, ulong sequence)
    {
        ChunkWriter columns = new();
        long[] times = [.. Enumerable.Range(0, 50).Select(i => Messages.Noon + ((long)sequence * 10_000) + (i * 200))];
        columns.Add(1, ColumnKind.Number, times, [.. times.Select((_, i) => BitConverter.DoubleToInt64Bits(i / 10.0))]);
        return TelemetryMessage.From(columns, Messages.Vehicle(vehicle), Messages.Key(sequence), times[0], times[0], Messages.Noon, false);
    }
}
