using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Payloads.V1;
using Wire = Ota.Payloads.V1.TelemetryBatch;

namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>What is refused, and as what; everything made with protobuf's own code.</summary>
public sealed class RefusalTests
{
    public static TheoryData<BatchProblem, Action<Wire>> Batches => new()
    {
        { BatchProblem.None, _ => { } },
        { BatchProblem.UnknownSchema, batch => batch.SchemaVersion = 0 },
        { BatchProblem.UnknownSchema, batch => batch.SchemaVersion = 2 },
        { BatchProblem.NoIdentity, batch => batch.BootId = ByteString.Empty },
        { BatchProblem.NoIdentity, batch => batch.BootId = ByteString.CopyFrom(new byte[16]) },
        { BatchProblem.NoIdentity, batch => batch.BootId = ByteString.CopyFrom(new byte[15]) },
        { BatchProblem.NoIdentity, batch => batch.Seq = 0 },
        { BatchProblem.UnknownCatalogue, batch => batch.CatalogueVersion = 0 },
        { BatchProblem.UnknownCatalogue, batch => batch.CatalogueVersion = uint.MaxValue },
        { BatchProblem.ImpossibleTime, batch => batch.CaptureMs = -1 },
        { BatchProblem.ImpossibleTime, batch => batch.CaptureMs = long.MaxValue },
        { BatchProblem.ImpossibleTime, batch => batch.SentMs = 253_402_300_800_000 },
        { BatchProblem.ImpossibleTime, batch => batch.Columns[0].Times[1] = 86_400_001 },
        { BatchProblem.ImpossibleTime, batch => batch.Columns[0].Times[1] = long.MinValue },
        { BatchProblem.UnequalColumns, batch => batch.Columns[0].Numbers.Add(1) },
        { BatchProblem.UnequalColumns, batch => batch.Columns[0].Times.Clear() },
        { BatchProblem.UnequalColumns, batch => batch.Columns[0].TimesOf = 1 },
        { BatchProblem.UnequalColumns, batch => batch.Columns[1].TimesOf = 2 },
        { BatchProblem.UnequalColumns, batch => batch.Columns[1].TimesOf = uint.MaxValue },
        { BatchProblem.UnequalColumns, batch => batch.Columns[1].Times.Add(5) },
        { BatchProblem.UnequalColumns, batch => batch.Columns[0].Absent.Add(3) },
        { BatchProblem.UnequalColumns, batch => batch.Columns[0].Absent.Add([1, 1]) },
        { BatchProblem.Malformed, batch => batch.Columns[1].Decimals = 16 },
        { BatchProblem.Malformed, batch => batch.Columns[3].TextOf[0] = 9 },
        { BatchProblem.Malformed, batch => batch.Deflated = new DeflatedColumns { Size = 1, Data = ByteString.CopyFrom(1) } },
        { BatchProblem.NotDeflate, batch => Deflate(batch, 10, [7, 7, 7]) },
        { BatchProblem.NotDeflate, batch => Deflate(batch, 10, [3, 0]) },
        { BatchProblem.TooLarge, batch => Deflate(batch, 256 * 1024 + 1, [3, 0]) },
        { BatchProblem.TooLarge, batch => batch.BootId = ByteString.CopyFrom(new byte[200_000]) },
        { BatchProblem.TooLarge, batch => batch.Columns.Add(Enumerable.Repeat(new SignalColumn { Signal = 1, TimesOf = 1, Numbers = { 1, 2, 3 } }, 1_021)) },
    };

    public static TheoryData<ValueProblem, Action<SignalColumn>> Columns => new()
    {
        { ValueProblem.None, _ => { } },
        { ValueProblem.UnknownSignal, column => column.Signal = 0 },
        { ValueProblem.UnknownSignal, column => column.Signal = 999 },
        { ValueProblem.UnknownSignal, column => column.Signal = uint.MaxValue },
        { ValueProblem.WrongType, column => column.Decimals = 1 },
        { ValueProblem.WrongType, column => Only(column, doubles: [1, 2, 3]) },
        { ValueProblem.WrongType, column => Only(column, flags: [true, true, false]) },
        { ValueProblem.WrongType, column => Only(column, texts: [0, 0, 0]) },
        { ValueProblem.WrongType, column => Only(column) },
        { ValueProblem.WrongType, column => column.Flags.Add([true, true, true]) },
        { ValueProblem.OutOfRange, column => column.Numbers[0] = 101 },
        { ValueProblem.OutOfRange, column => column.Numbers[2] = -100 },
        { ValueProblem.OutOfRange, column => column.Numbers.SwapFor(1, long.MaxValue, long.MaxValue) },
        { ValueProblem.OutOfRange, column => column.Step = uint.MaxValue },
        { ValueProblem.WrongType, column => column.Signal = (uint)Batch.Id("Vehicle.IsMoving") },
        { ValueProblem.WrongType, column => column.Signal = (uint)Batch.Id("Vehicle.LowVoltageSystemState") },
    };

    public static TheoryData<ValueProblem, string, Action<SignalColumn>> OtherTypes => new()
    {
        { ValueProblem.OutOfRange, "Vehicle.CurrentLocation.Latitude", column => Only(column, doubles: [1, 2, 90.5]) },
        { ValueProblem.OutOfRange, "Vehicle.CurrentLocation.Latitude", column => Only(column, doubles: [1, double.NaN, 2]) },
        { ValueProblem.OutOfRange, "Vehicle.Speed", column => Only(column, doubles: [1, double.PositiveInfinity, 2]) },
        { ValueProblem.OutOfRange, "Vehicle.Speed", column => Only(column, doubles: [1, 1e39, 2]) },
        { ValueProblem.OutOfRange, "Vehicle.Speed", column => column.Numbers.SwapFor((1L << 53) + 1, 0, 0) },
        { ValueProblem.WrongType, "Vehicle.Speed", column => column.Doubles.Add([1, 2, 3]) },
        { ValueProblem.NotAllowed, "Vehicle.LowVoltageSystemState", column => Only(column, texts: [0, 0, 0], words: ["off"]) },
        { ValueProblem.NotAllowed, "Vehicle.CurrentLocation.Timestamp", column => Only(column, texts: [0, 0, 0], words: [new string('x', 257)]) },
        { ValueProblem.None, "Vehicle.CurrentLocation.Timestamp", column => Only(column, texts: [0, 0, 0], words: [new string('x', 256)]) },
        { ValueProblem.None, "Vehicle.CurrentLocation.Latitude", column => Only(column, doubles: [-90, 0.1, 90]) },
        { ValueProblem.None, "Vehicle.IsMoving", column => Only(column, flags: [true, false, true]) },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_that_breaks_the_form_is_refused_whole(BatchProblem expected, Action<Wire> change)
    {
        Wire batch = Valid();
        change(batch);
        Batch.Read(batch.ToByteArray(), out _).Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_column_that_breaks_its_signals_rules_is_refused_alone(ValueProblem expected, Action<SignalColumn> change)
    {
        Wire batch = Valid();
        change(batch.Columns[0]);
        Expect(batch, expected);
    }

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public void Nothing_is_converted_to_fit_a_signal(ValueProblem expected, string path, Action<SignalColumn> change)
    {
        Wire batch = Valid();
        batch.Columns[0].Signal = (uint)Batch.Id(path);
        change(batch.Columns[0]);
        Expect(batch, expected);
    }

    [Fact]
    public void An_absent_value_may_hold_anything_in_its_place()
    {
        Wire batch = Valid();
        batch.Columns[0].Numbers.SwapFor(10, 1_000, -1_000);
        batch.Columns[0].Absent.Add(1);
        Expect(batch, ValueProblem.None);
    }

    [Fact]
    public void Bytes_after_a_cut_are_malformed_or_miss_columns()
    {
        byte[] payload = Valid().ToByteArray();
        for (int length = 0; length < payload.Length; length++)
        {
            BatchProblem problem = Batch.Read(payload.AsSpan(0, length), out Core.Telemetry.Batches.TelemetryBatch batch);
            (problem != BatchProblem.None || batch.Columns.Length < 4).Should().BeTrue();
        }
    }

    [Fact]
    public void Damaged_bytes_never_throw_and_what_passes_keeps_the_limits()
    {
        byte[] payload = Valid().ToByteArray();
        Core.Telemetry.Batches.TelemetryBatch batch = new();
        for (int seed = 0; seed < 50_000; seed++)
        {
            Random random = new(seed);
            byte[] damaged = [.. payload];
            for (int i = 0; i <= random.Next(4); i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (BatchReader.Read(damaged, Batch.Catalogue, BatchLimits.Default, batch) != BatchProblem.None) continue;
            foreach (BatchColumn column in batch.Columns)
            {
                foreach (long time in batch.TimesOf(column)) (Math.Abs(time - batch.Header.CaptureMs) <= 86_400_000).Should().BeTrue();
                if (column.Problem == ValueProblem.None) column.Signal.Should().NotBeNull();
            }
        }
    }

    private static Wire Valid() => new()
    {
        SchemaVersion = 1,
        BootId = ByteString.CopyFrom(Enumerable.Range(1, 16).Select(i => (byte)i).ToArray()),
        Stream = 1,
        Seq = 7,
        CatalogueVersion = 1,
        CaptureMs = Batch.Start,
        Columns =
        {
            new SignalColumn { Signal = (uint)Batch.Id("Vehicle.Powertrain.FuelSystem.RelativeLevel"), Times = { 0, 10, 0 }, Numbers = { 50, 1, 1 } },
            new SignalColumn { Signal = (uint)Batch.Id("Vehicle.Speed"), TimesOf = 1, Numbers = { 505, 5, -5 }, Decimals = 1 },
            new SignalColumn { Signal = (uint)Batch.Id("Vehicle.IsMoving"), Times = { 7 }, Flags = { true } },
            new SignalColumn { Signal = (uint)Batch.Id("Vehicle.LowVoltageSystemState"), Times = { 7 }, Texts = { "ON" }, TextOf = { 0 } },
        },
    };

    private static void Expect(Wire wire, ValueProblem expected)
    {
        Batch.Read(wire.ToByteArray(), out Core.Telemetry.Batches.TelemetryBatch batch).Should().Be(BatchProblem.None);
        batch.Columns[0].Problem.Should().Be(expected);
        batch.Columns[1..].ToArray().Should().OnlyContain(column => column.Problem == ValueProblem.None);
        batch.Refused.Should().Be(expected == ValueProblem.None ? 0 : 1);
        batch.NumbersOf(batch.Columns[1]).ToArray().Should().Equal(50.5, 51, 50.5);
    }

    private static void Only(SignalColumn column, double[]? doubles = null, bool[]? flags = null, uint[]? texts = null, string[]? words = null)
    {
        column.Numbers.Clear();
        column.Doubles.Add(doubles ?? []);
        column.Flags.Add(flags ?? []);
        column.TextOf.Add(texts ?? []);
        column.Texts.Add(words ?? (texts is null ? [] : ["ON"]));
    }

    private static void Deflate(Wire batch, uint size, byte[] data)
    {
        batch.Columns.Clear();
        batch.Deflated = new DeflatedColumns { Size = size, Data = ByteString.CopyFrom(data) };
    }
}
