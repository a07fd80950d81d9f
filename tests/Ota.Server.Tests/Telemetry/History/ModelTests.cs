using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Chunks;
using Ota.Server.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>Random histories with repeats, disorder, seals, new days and restarts, compared with the plainest one.</summary>
public sealed class ModelTests
{
    private const int Vehicles = 3;
    private const int Signals = 5;

    [Fact]
    public void Any_history_answers_as_the_plainest_one_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => CompareAsync(new Random(seed)).GetAwaiter().GetResult()));

    [Fact]
    public void Shuffled_and_repeated_messages_leave_the_same_state() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => ShuffleAsync(new Random(seed)).GetAwaiter().GetResult()));

    private static async Task CompareAsync(Random random)
    {
        await using OpenedHistory opened = new(Options(random));
        MemoryHistory model = new(opened.Options);
        for (int step = random.Next(5, 60); step > 0; step--)
        {
            await StepAsync(random, opened, model);
            if (random.Next(5) == 0) await CompareRangeAsync(random, opened, model);
        }
        for (int i = 0; i < 20; i++) await CompareRangeAsync(random, opened, model);
        CompareLatest(opened, model);
        await opened.ReopenAsync();
        CompareLatest(opened, model);
        for (int i = 0; i < 10; i++) await CompareRangeAsync(random, opened, model);
        await CompareMinutesAsync(opened, model);
    }

    private static async Task ShuffleAsync(Random random)
    {
        TelemetryMessage[] messages = [.. Enumerable.Range(0, 40).Select(i => Message(random, (ulong)i))];
        TelemetryMessage[] shuffled = [.. messages, .. messages.Take(20)];
        random.Shuffle(shuffled);
        await using OpenedHistory one = new(Options(random));
        await using OpenedHistory other = new(Options(random));
        foreach (TelemetryMessage message in messages) await one.History.AppendAsync(message);
        foreach (TelemetryMessage message in shuffled) await other.History.AppendAsync(message);
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            other.History.Latest(Messages.Vehicle(vehicle)).Should().Equal(one.History.Latest(Messages.Vehicle(vehicle)));
            for (uint signal = 0; signal < Signals; signal++)
            {
                HistoryRange clean = await RangeAsync(one.History, vehicle, signal);
                HistoryRange disordered = await RangeAsync(other.History, vehicle, signal);
                Sorted(disordered).Should().Equal(Sorted(clean));
            }
        }

        static Task<HistoryRange> RangeAsync(EmbeddedHistory history, int vehicle, uint signal) =>
            history.RangeAsync(Messages.Vehicle(vehicle), signal, long.MinValue, long.MaxValue, HistoryReader.MostPoints, default);

        // Of the same millisecond the order of receipt is kept, and that differs.
        static IEnumerable<HistoryPoint> Sorted(HistoryRange range) =>
            range.Points.OrderBy(point => point.Time).ThenBy(point => point.Bits).ThenBy(point => point.Text, StringComparer.Ordinal);
    }

    private static async Task StepAsync(Random random, OpenedHistory opened, MemoryHistory model)
    {
        switch (random.Next(14))
        {
            case 0:
                await opened.ReopenAsync();
                break;
            case 1:
                opened.Manual.Jump(TimeSpan.FromHours(random.Next(0, 20)));
                await opened.History.MaintainAsync();
                break;
            case 2:
                opened.Manual.Advance(TimeSpan.FromMinutes(random.Next(0, 20)));
                await opened.History.MaintainAsync();
                break;
            default:
                TelemetryMessage[] messages = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Message(random, (ulong)random.Next(100)))];
                Task<AppendOutcome>[] appends = [.. messages.Select(message => opened.History.AppendAsync(message))];
                for (int i = 0; i < messages.Length; i++) (await appends[i]).Should().Be(await model.AppendAsync(messages[i]));
                break;
        }
    }

    private static async Task CompareRangeAsync(Random random, OpenedHistory opened, MemoryHistory model)
    {
        VehicleKey vehicle = Messages.Vehicle(random.Next(Vehicles));
        uint signal = (uint)random.Next(Signals);
        long from = Messages.Noon + random.Next(-400_000, 400_000);
        long to = from + random.Next(0, 600_000);
        int points = random.Next(1, 60);
        HistoryRange expected = await model.RangeAsync(vehicle, signal, from, to, points, default);
        HistoryRange range = await opened.History.RangeAsync(vehicle, signal, from, to, points, default);
        range.Count.Should().Be(expected.Count);
        range.Points.Should().Equal(expected.Points);
        range.Buckets.Should().Equal(expected.Buckets);
    }

    private static void CompareLatest(OpenedHistory opened, MemoryHistory model)
    {
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
            opened.History.Latest(Messages.Vehicle(vehicle)).Should().Equal(model.Latest(Messages.Vehicle(vehicle)));
    }

    private static async Task CompareMinutesAsync(OpenedHistory opened, MemoryHistory model)
    {
        opened.Manual.Advance(opened.Options.SealAge);
        await opened.SettleAsync();
        for (int vehicle = 0; vehicle < Vehicles; vehicle++)
        {
            for (uint signal = 0; signal < Signals; signal++)
            {
                IReadOnlyList<MinuteValue> minutes = await opened.History.MinutesAsync(Messages.Vehicle(vehicle), signal, 0, long.MaxValue, default);
                minutes.Should().Equal(await model.MinutesAsync(Messages.Vehicle(vehicle), signal, 0, long.MaxValue, default));
            }
        }
    }

    private static HistoryOptions Options(Random random) => new()
    {
        SealValues = random.Next(1, 300),
        JournalBytes = random.Next(500, 50_000),
        SealsPerCommit = random.Next(1, 20),
        MessagesPerCommit = random.Next(1, 10),
        ChunksPerStep = random.Next(1, 20),
    };

    private static TelemetryMessage Message(Random random, ulong sequence)
    {
        ChunkWriter columns = new();
        long start = Messages.Noon + random.Next(-300_000, 300_000);
        for (uint signal = 0; signal < Signals; signal++)
        {
            if (random.Next(3) == 0) continue;
            long[] times = [.. Enumerable.Range(0, random.Next(1, 40)).Select(i => start + (i * 500) + random.Next(-2000, 2000))];
            AddColumn(columns, random, signal, times);
        }
        return TelemetryMessage.From(
            columns, Messages.Vehicle((int)(sequence % Vehicles)), Messages.Key(sequence), start, start, Messages.Noon, random.Next(4) == 0);
    }

    private static void AddColumn(ChunkWriter columns, Random random, uint signal, long[] times)
    {
        switch (signal)
        {
            case 0:
                columns.Add(signal, ColumnKind.Boolean, times, [.. times.Select(_ => (long)random.Next(2))]);
                break;
            case 1:
                columns.Add(signal, ColumnKind.Integer, times, [.. times.Select(_ => random.NextInt64(-1_000_000, 1_000_000))]);
                break;
            case 2:
                columns.Add(signal, times, [.. times.Select(_ => "abc"[..random.Next(3)])]);
                break;
            default:
                // Quarters, so that sums are exact in any order.
                columns.Add(
                    signal, ColumnKind.Number, times,
                    [.. times.Select(_ => BitConverter.DoubleToInt64Bits(random.Next(30) == 0 ? double.NaN : random.Next(-4000, 4000) / 4.0))]);
                break;
        }
    }
}
