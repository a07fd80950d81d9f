using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Telemetry.Catalogue;
using Ota.Server.Telemetry.History;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Tests.Telemetry.History;

namespace Ota.Server.Tests.Telemetry.Ingest;

/// <summary>Batches of real cars in any order and with repeats, through decoder, windows and history: the same state.</summary>
public sealed class ShuffleTests
{
    // So small that chunks are sealed in the middle, with whatever order came.
    private static readonly HistoryOptions Options = new() { SealValues = 500, MessagesPerCommit = 16 };

    [Fact]
    public async Task Recorded_batches_in_any_order_and_repeated_leave_the_state_of_the_clean_order()
    {
        await using OpenedHistory clean = await StoreAsync(RecordedFleet.Messages);
        clean.History.Latest(KeyOf(RecordedFleet.VidOf(1))).Should().NotBeEmpty();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(8),
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => CompareAsync(clean, new Random(seed)).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task A_state_that_lacks_one_batch_is_told_from_the_whole()
    {
        await using OpenedHistory clean = await StoreAsync(RecordedFleet.Messages);
        await using OpenedHistory other = await StoreAsync([.. RecordedFleet.Messages.Skip(1)]);
        await FluentActions.Awaiting(() => CompareAsync(clean, other)).Should().ThrowAsync<Exception>();
    }

    private static async Task CompareAsync(OpenedHistory clean, Random random)
    {
        (byte[], byte[])[] disordered = [.. RecordedFleet.Messages, .. RecordedFleet.Messages.Where(_ => random.Next(4) == 0)];
        random.Shuffle(disordered);
        await using OpenedHistory other = await StoreAsync(disordered);
        await CompareAsync(clean, other);
    }

    private static async Task CompareAsync(OpenedHistory clean, OpenedHistory other)
    {
        foreach (VehicleKey vehicle in RecordedFleet.Vids.Select(KeyOf))
        {
            other.History.Latest(vehicle).Should().Equal(clean.History.Latest(vehicle));
            SequencesOf(other, vehicle).Should().Equal(SequencesOf(clean, vehicle));
            (await other.History.CountAsync(vehicle, SignalCatalogue.MaximumId, default))
                .Should().Be(await clean.History.CountAsync(vehicle, SignalCatalogue.MaximumId, default));
            foreach (SignalDefinition signal in SeedCatalogue.Catalogue.Signals)
            {
                (await PointsAsync(other, vehicle, signal)).Should().Equal(await PointsAsync(clean, vehicle, signal));
                CompareMinutes(await MinutesAsync(clean, vehicle, signal), await MinutesAsync(other, vehicle, signal));
            }
        }
    }

    /// <summary>Decodes and stores, and lets a day pass, so that all is sealed and the minutes are made.</summary>
    private static async Task<OpenedHistory> StoreAsync(IReadOnlyList<(byte[] Topic, byte[] Payload)> messages)
    {
        OpenedHistory opened = new(Options, windows: () => new VehicleWindows());
        TelemetryDecoder decoder = new(SeedCatalogue.Catalogue, new BootClocks(), Options);
        List<Task<AppendOutcome>> appends = [];
        foreach ((byte[] topic, byte[] payload) in messages)
        {
            DecodedMessage decoded = decoder.Decode(topic, payload, Messages.Start, new MessageArena());
            decoded.Refusals.Should().BeEmpty();
            appends.Add(opened.History.AppendAsync(decoded.Message!));
        }
        (await Task.WhenAll(appends)).Count(outcome => outcome == AppendOutcome.Stored).Should().BeLessThanOrEqualTo(RecordedFleet.Messages.Count);
        opened.Manual.Advance(TimeSpan.FromDays(1));
        await opened.SettleAsync();
        return opened;
    }

    private static VehicleKey KeyOf(string vid) =>
        TelemetryTopic.TryRead(Encoding.ASCII.GetBytes(Batches.Topic(vid)), out VehicleKey key) ? key : throw new InvalidOperationException("Not a vid.");

    // How often something came is not part of the state.
    private static IEnumerable<SequenceState> SequencesOf(OpenedHistory opened, VehicleKey vehicle) =>
        ((VehicleWindow)opened.History.Window(vehicle)!).States().Select(state => state with { Repeats = 0 }).OrderBy(state => state.Stream);

    // Of the same time they come in the order of their receipt.
    private static async Task<IEnumerable<HistoryPoint>> PointsAsync(OpenedHistory opened, VehicleKey vehicle, SignalDefinition signal)
    {
        HistoryRange range = await opened.History.RangeAsync(
            vehicle, (uint)signal.Id, long.MinValue, long.MaxValue, HistoryReader.MostPoints, default);
        return range.Points.OrderBy(point => point.Time).ThenBy(point => point.Kind).ThenBy(point => point.Bits).ThenBy(point => point.Text, StringComparer.Ordinal);
    }

    private static Task<IReadOnlyList<MinuteValue>> MinutesAsync(OpenedHistory opened, VehicleKey vehicle, SignalDefinition signal) =>
        opened.History.MinutesAsync(vehicle, (uint)signal.Id, long.MinValue, long.MaxValue, default);

    private static void CompareMinutes(IReadOnlyList<MinuteValue> clean, IReadOnlyList<MinuteValue> other)
    {
        other.Select(minute => minute with { Mean = 0 }).Should().Equal(clean.Select(minute => minute with { Mean = 0 }));
        // Sums of floating point numbers differ in the last digits with the order.
        foreach ((MinuteValue one, MinuteValue two) in clean.Zip(other)) two.Mean.Should().BeApproximately(one.Mean, 1e-9 * Math.Max(1, Math.Abs(one.Mean)));
    }
}
