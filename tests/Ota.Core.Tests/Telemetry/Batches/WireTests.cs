using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.Payloads.V1;
using Wire = Ota.Payloads.V1.TelemetryBatch;

namespace Ota.Core.Tests.Telemetry.Batches;

/// <summary>Our reader and writer of the wire format against protobuf's generated code, in both directions.</summary>
public sealed class WireTests
{
    private static readonly Gen<(int Kind, long Step, int Value, bool Absent)> Reading =
        from kind in Gen.Choose(0, 4)
        from step in Gen.Choose(-2_000, 5_000)
        from value in Gen.Choose(-40_000, 40_000)
        from absent in Gen.Choose(0, 9)
        select (kind, (long)step, value, absent == 0);

    private static readonly string[] Paths =
    [
        "Vehicle.Speed", "Vehicle.CurrentLocation.Longitude", "Vehicle.Powertrain.ElectricMotor.Torque", "Vehicle.IsMoving",
        "Vehicle.LowVoltageSystemState",
    ];

    private static readonly string[] States = ["OFF", "ACC", "ON", "START"];

    [Fact]
    public void Field_numbers_are_those_of_the_proto()
    {
        NumbersOf(Wire.Descriptor).Should().Equal(Enumerable.Range(WireFields.SchemaVersion, WireFields.Deflated));
        Wire.Descriptor.FindFieldByName("columns").FieldNumber.Should().Be(WireFields.Columns);
        Wire.Descriptor.FindFieldByName("sent_ms").FieldNumber.Should().Be(WireFields.SentMs);
        NumbersOf(SignalColumn.Descriptor).Should().Equal(Enumerable.Range(WireFields.Signal, WireFields.Absent));
        SignalColumn.Descriptor.FindFieldByName("doubles").FieldNumber.Should().Be(WireFields.Doubles);
        SignalColumn.Descriptor.FindFieldByName("text_of").FieldNumber.Should().Be(WireFields.TextOf);
        SignalColumns.Descriptor.FindFieldByName("columns").FieldNumber.Should().Be(WireFields.InflatedColumns);
        DeflatedColumns.Descriptor.FindFieldByName("data").FieldNumber.Should().Be(WireFields.DeflatedData);
        Enum.GetValues<Ota.Payloads.V1.ClockQuality>().Select(quality => (int)quality)
            .Should().Equal(Enum.GetValues<Core.Telemetry.Batches.ClockQuality>().Select(quality => (int)quality));
    }

    [Fact]
    public void What_the_builder_writes_protobuf_reads_and_writes_the_same()
    {
        Check(readings =>
        {
            byte[] payload = Build(readings, deflate: false);
            Wire message = Wire.Parser.ParseFrom(payload);
            message.Seq.Should().Be(1);
            message.CaptureMs.Should().Be(Batch.Start);
            message.ClockQuality.Should().Be(Ota.Payloads.V1.ClockQuality.Gnss);
            message.ToByteArray().Should().Equal(payload);
        });
    }

    [Fact]
    public void What_the_builder_writes_the_reader_reads()
    {
        Check(readings =>
        {
            foreach (bool deflate in new[] { false, true })
            {
                Batch.Read(Build(readings, deflate), out var batch).Should().Be(BatchProblem.None);
                batch.Header.Should().Be(Batch.Header);
                Expect(batch, readings);
            }
        });
    }

    [Fact]
    public void What_protobuf_writes_the_reader_reads()
    {
        Check(readings =>
        {
            Wire message = Wire.Parser.ParseFrom(Build([], deflate: false));
            message.Columns.AddRange(PlainColumns(readings));
            Batch.Read(message.ToByteArray(), out var batch).Should().Be(BatchProblem.None);
            Expect(batch, readings);
        });
    }

    [Fact]
    public void Fields_of_a_later_version_of_the_message_are_passed_over()
    {
        byte[] payload = [.. Build([(0, 1, 5, false)], deflate: false), 0xA0, 0x06, 0x05, 0xAA, 0x06, 0x02, 0x01, 0x02, 0xB1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8];
        Batch.Read(payload, out var batch).Should().Be(BatchProblem.None);
        batch.Readings.Should().Be(1);
    }

    [Fact]
    public void Signals_sampled_together_share_their_times()
    {
        BatchBuilder builder = new(Batch.Catalogue);
        for (int i = 0; i < 10; i++)
        {
            builder.Add(Batch.Id("Vehicle.Acceleration.Lateral"), Batch.Start + (100 * i), new DecimalNumber(i, 3));
            builder.Add(Batch.Id("Vehicle.Acceleration.Vertical"), Batch.Start + (100 * i), new DecimalNumber(-i, 3));
        }

        Wire message = Wire.Parser.ParseFrom(builder.Build(Batch.Header, deflate: false));
        message.Columns[1].TimesOf.Should().Be(1);
        message.Columns[1].Times.Should().BeEmpty();
        message.Columns[0].Times.Should().Equal(0, 100, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static IEnumerable<int> NumbersOf(MessageDescriptor descriptor) =>
        descriptor.Fields.InFieldNumberOrder().Select(field => field.FieldNumber);

    private static void Check(Action<(int Kind, long Step, int Value, bool Absent)[]> property) =>
        Prop.ForAll(Reading.ListOf().ToArbitrary(), list =>
        {
            property([.. list]);
            return true;
        }).QuickCheckThrowOnFailure();

    private static byte[] Build((int Kind, long Step, int Value, bool Absent)[] readings, bool deflate)
    {
        BatchBuilder builder = new(Batch.Catalogue);
        long time = Batch.Start;
        foreach ((int kind, long step, int value, bool absent) in readings)
        {
            time += step;
            int id = Batch.Id(Paths[kind]);
            ValueProblem problem = absent ? builder.AddAbsent(id, time) : kind switch
            {
                0 => builder.Add(id, time, new DecimalNumber(value, 2)),
                1 => builder.Add(id, time, value / 30_000.0),
                2 => builder.Add(id, time, (long)Math.Clamp(value, short.MinValue, short.MaxValue)),
                3 => builder.Add(id, time, value > 0),
                _ => builder.Add(id, time, States[value & 3]),
            };
            problem.Should().Be(ValueProblem.None);
        }

        return builder.Build(Batch.Header, deflate);
    }

    private static void Expect(Core.Telemetry.Batches.TelemetryBatch batch, (int Kind, long Step, int Value, bool Absent)[] readings)
    {
        batch.Readings.Should().Be(readings.Length);
        batch.Refused.Should().Be(0);
        long time = Batch.Start;
        (int Kind, long Time, int Value, bool Absent)[] timed = [.. readings.Select(one => (one.Kind, time += one.Step, one.Value, one.Absent))];
        foreach (BatchColumn column in batch.Columns)
        {
            int kind = Array.IndexOf(Paths, column.Signal!.Path);
            (int Kind, long Time, int Value, bool Absent)[] own = [.. timed.Where(one => one.Kind == kind)];
            batch.TimesOf(column).ToArray().Should().Equal(own.Select(one => one.Time));
            long[] absent = batch.AbsentOf(column).ToArray();
            absent.Should().Equal(Enumerable.Range(0, own.Length).Where(i => own[i].Absent).Select(i => (long)i));
            for (int i = 0; i < own.Length; i++)
            {
                if (own[i].Absent) continue;
                if (kind is 0 or 1) batch.NumbersOf(column)[i].Should().Be(kind == 0 ? own[i].Value / 100.0 : own[i].Value / 30_000.0);
                if (kind is 2) batch.IntegersOf(column)[i].Should().Be(Math.Clamp(own[i].Value, short.MinValue, short.MaxValue));
                if (kind is 3) batch.IntegersOf(column)[i].Should().Be(own[i].Value > 0 ? 1 : 0);
                if (kind is 4) batch.TextOf(column, i).SequenceEqual(System.Text.Encoding.UTF8.GetBytes(States[own[i].Value & 3])).Should().BeTrue();
            }
        }
    }

    // The plainest encoding that another implementation may choose: no shared times, no step, doubles for every float.
    private static IEnumerable<SignalColumn> PlainColumns((int Kind, long Step, int Value, bool Absent)[] readings)
    {
        long time = 0;
        (int Kind, long Time, int Value, bool Absent)[] timed = [.. readings.Select(one => (one.Kind, time += one.Step, one.Value, one.Absent))];
        foreach (IGrouping<int, (int Kind, long Time, int Value, bool Absent)> own in timed.GroupBy(one => one.Kind))
        {
            SignalColumn column = new() { Signal = (uint)Batch.Id(Paths[own.Key]) };
            long last = 0;
            long lastStep = 0;
            long lastValue = 0;
            foreach (((int kind, long at, int value, bool absent), int i) in own.Select((one, i) => (one, i)))
            {
                column.Times.Add(i <= 1 ? at - last : at - last - lastStep);
                (last, lastStep) = (at, at - last);
                if (absent) column.Absent.Add((uint)i);
                switch (kind)
                {
                    case 0 or 1:
                        column.Doubles.Add(kind == 0 ? value / 100.0 : value / 30_000.0);
                        break;
                    case 2:
                        long whole = Math.Clamp(value, short.MinValue, short.MaxValue);
                        column.Numbers.Add(whole - lastValue);
                        lastValue = whole;
                        break;
                    case 3:
                        column.Flags.Add(value > 0);
                        break;
                    default:
                        column.TextOf.Add((uint)(value & 3));
                        break;
                }
            }

            if (own.Key == 4) column.Texts.AddRange(States);
            yield return column;
        }
    }
}
