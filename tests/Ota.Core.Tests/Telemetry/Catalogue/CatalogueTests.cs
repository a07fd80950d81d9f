using Ota.Core.Telemetry.Catalogue;

namespace Ota.Core.Tests.Telemetry.Catalogue;

public sealed class CatalogueTests
{
    private const string Header = "id,since,until,path,datatype,unit,min,max,allowed\n";

    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "the first line must be" },
        { "id,path\n", "the first line must be" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,,", "8 fields" },
        { Header + "0,1,,Vehicle.Speed,float,km/h,,,", "id must be a whole number from 1" },
        { Header + "16384,1,,Vehicle.Speed,float,km/h,,,", "id must be" },
        { Header + "1,0,,Vehicle.Speed,float,km/h,,,", "since must be" },
        { Header + "1,2,2,Vehicle.Speed,float,km/h,,,", "until must be a whole number from 3" },
        { Header + "1,1,,Vehicle..Speed,float,km/h,,,", "path" },
        { Header + "1,1,,Vehicle.Speed,float[],km/h,,,", "datatype" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,a,,", "min must be a number" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,NaN,,", "min must be a number" },
        { Header + "1,1,,Vehicle.Level,uint8,percent,0,256,", "max must be a number of the signal's type" },
        { Header + "1,1,,Vehicle.Level,uint8,percent,0.5,,", "min must be a number of the signal's type" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,2,1,", "min is greater than max" },
        { Header + "1,1,,Vehicle.State,string,,1,,", "min and max are for numbers" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,,,A|B", "allowed is for strings" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,,,\n1,1,,Vehicle.Level,float,,,,", "line 3: the id 1 is in this file already" },
        { Header + "1,1,,Vehicle.Speed,float,km/h,,,\n2,1,,Vehicle.Speed,float,km/h,,,", "has the ids 1 and 2 in version 1" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_in_a_file_is_named(string text, string problem)
    {
        CatalogueReading reading = CatalogueReader.Read(new CatalogueFile("own.csv", text));
        reading.Catalogue.Should().BeNull();
        reading.Problems.Should().ContainSingle().Which.Should().Contain(problem);
    }

    [Fact]
    public void Every_mistake_is_reported_not_only_the_first()
    {
        CatalogueReader.Read(new CatalogueFile("own.csv", Header + "x,1,,Vehicle.A,float,,,,\n2,1,,Vehicle.B,word,,,,\n"))
            .Problems.Should().HaveCount(2).And.SatisfyRespectively(
                first => first.Should().StartWith("own.csv line 2: id"),
                second => second.Should().StartWith("own.csv line 3: the datatype"));
    }

    [Fact]
    public void An_overlay_replaces_limits_and_adds_signals()
    {
        SignalCatalogue catalogue = Read(
            Header + "1,1,,Vehicle.Speed,float,km/h,,,\n",
            Header + "1,1,,Vehicle.Speed,float,km/h,0,300,\n2000,2,,Vehicle.Maker.Mode,string,,,,ECO|SPORT\n");
        catalogue.Version.Should().Be(2);
        catalogue.Find(1, 1)!.Check(301.0).Should().Be(ValueProblem.OutOfRange);
        catalogue.Find(1, 1)!.Check(300.0).Should().Be(ValueProblem.None);
        catalogue.Find("Vehicle.Maker.Mode")!.Check("SPORT"u8).Should().Be(ValueProblem.None);
        catalogue.Find("Vehicle.Maker.Mode")!.Check("sport"u8).Should().Be(ValueProblem.NotAllowed);
    }

    [Theory]
    [InlineData("1,1,,Vehicle.Velocity,float,km/h,,,")]
    [InlineData("1,1,,Vehicle.Speed,double,km/h,,,")]
    [InlineData("1,1,,Vehicle.Speed,float,m/s,,,")]
    public void An_overlay_cannot_change_what_an_id_means(string line)
    {
        CatalogueReader.Read(
                new CatalogueFile("vss.csv", Header + "1,1,,Vehicle.Speed,float,km/h,,,\n"), new CatalogueFile("maker.csv", Header + line))
            .Problems.Should().ContainSingle().Which.Should().StartWith("maker.csv line 2: the id 1 is Vehicle.Speed with another type");
    }

    [Fact]
    public void A_signal_is_found_only_in_the_versions_that_have_it()
    {
        SignalCatalogue catalogue = Read(
            Header + "1,1,3,Vehicle.TraveledDistance,float,km,,,\n2,3,,Vehicle.TraveledDistance,uint32,m,,,\n3,2,,Vehicle.IsMoving,boolean,,,,\n");
        catalogue.Version.Should().Be(3);
        catalogue.Find(1, 2)!.Unit.Should().Be("km");
        catalogue.Find(1, 3).Should().BeNull();
        catalogue.Find(2, 2).Should().BeNull();
        catalogue.Find(2, 3)!.Unit.Should().Be("m");
        catalogue.Find(3, 1).Should().BeNull();
        catalogue.Find("Vehicle.TraveledDistance")!.Id.Should().Be(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(100_000)]
    [InlineData(uint.MaxValue)]
    public void An_unknown_id_is_not_found(uint id) => SeedCatalogue.Catalogue.Find(id, 1).Should().BeNull();

    // An id that changes its meaning would silently falsify every stored history: these rows may be added to, never changed.
    [Theory]
    [InlineData(1, "Vehicle.Speed", "km/h")]
    [InlineData(2, "Vehicle.CurrentLocation.Latitude", "degrees")]
    [InlineData(10, "Vehicle.TraveledDistance", "m")]
    [InlineData(11, "Vehicle.Powertrain.CombustionEngine.Speed", "rpm")]
    [InlineData(25, "Vehicle.Powertrain.TractionBattery.StateOfCharge.Current", "percent")]
    [InlineData(59, "Vehicle.Powertrain.TractionBattery.Charging.ChargeLimit", "percent")]
    [InlineData(1001, "Vehicle.CurrentLocation.Speed", "km/h")]
    [InlineData(1037, "Vehicle.TraveledDistanceHighRes", "m")]
    public void The_seed_keeps_its_ids(int id, string path, string unit)
    {
        SeedCatalogue.Catalogue.Find((uint)id, 1).Should().BeEquivalentTo(new { Path = path, Unit = unit });
    }

    [Theory]
    [InlineData("Vehicle.Powertrain.CombustionEngine.TPS", 100, ValueProblem.None)]
    [InlineData("Vehicle.Powertrain.CombustionEngine.TPS", 101, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.Powertrain.CombustionEngine.TPS", -1, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.Powertrain.ElectricMotor.Torque", -32_768, ValueProblem.None)]
    [InlineData("Vehicle.Powertrain.ElectricMotor.Torque", -32_769, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.Speed", 1, ValueProblem.WrongType)]
    [InlineData("Vehicle.IsMoving", 1, ValueProblem.WrongType)]
    public void Whole_numbers_are_held_against_type_and_limits(string path, long value, ValueProblem expected) =>
        SeedCatalogue.Catalogue.Find(path)!.Check(value).Should().Be(expected);

    [Theory]
    [InlineData("Vehicle.Speed", 3.5e38, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.CurrentLocation.Altitude", 3.5e38, ValueProblem.None)]
    [InlineData("Vehicle.CurrentLocation.Altitude", double.NaN, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.CurrentLocation.Altitude", double.NegativeInfinity, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.CurrentLocation.Heading", 360, ValueProblem.None)]
    [InlineData("Vehicle.CurrentLocation.Heading", 360.1, ValueProblem.OutOfRange)]
    [InlineData("Vehicle.TraveledDistance", 1.0, ValueProblem.WrongType)]
    public void Numbers_are_held_against_type_and_limits(string path, double value, ValueProblem expected) =>
        SeedCatalogue.Catalogue.Find(path)!.Check(value).Should().Be(expected);

    [Fact]
    public void A_text_that_is_not_UTF8_is_not_allowed() =>
        SeedCatalogue.Catalogue.Find("Vehicle.CurrentLocation.Timestamp")!.Check([0xC3, 0x28]).Should().Be(ValueProblem.NotAllowed);

    private static SignalCatalogue Read(params string[] texts) =>
        CatalogueReader.Read([.. texts.Select((text, i) => new CatalogueFile($"{i}.csv", text))]).Catalogue!;
}
