using System.Text;
using Ota.Core.Vehicles;
using Ota.Simulator.Fleet.Making;
using Ota.Simulator.Fleet.Running;

namespace Ota.EndToEnd.Simulator.Fleet;

/// <summary>What a fleet is made of.</summary>
public sealed class FleetFilesTests
{
    private static readonly FleetImage[] Images = [FleetImage.Draw("sim-gw", "1.0", 100), FleetImage.Draw("sim-body", "1.0", 100)];
    private static readonly string[] Vids = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void The_same_seed_gives_the_same_vehicles_with_other_keys_and_another_seed_gives_others()
    {
        V1.Vehicle one = new FleetMaker(7, FleetComposition.Plain, Images).Make(3).Registered;
        V1.Vehicle same = new FleetMaker(7, FleetComposition.Plain, Images).Make(3).Registered;
        V1.Vehicle other = new FleetMaker(8, FleetComposition.Plain, Images).Make(3).Registered;

        (same.Vin, same.Model, same.Year, same.Market).Should().Be((one.Vin, one.Model, one.Year, one.Market));
        same.Ecus.Select(ecu => (ecu.Serial, ecu.HardwareId, ecu.Image.Digest)).Should().Equal(one.Ecus.Select(ecu => (ecu.Serial, ecu.HardwareId, ecu.Image.Digest)));
        same.Ecus[0].PublicKey.Should().NotEqual(one.Ecus[0].PublicKey);
        other.Vin.Should().NotBe(one.Vin);
    }

    [Fact]
    public void VINs_are_valid_and_different_and_vehicles_are_of_several_kinds()
    {
        FleetMaker maker = new(1, FleetComposition.Plain, Images);
        V1.Vehicle[] fleet = [.. Enumerable.Range(0, 300).Select(i => maker.Make(i).Registered)];

        fleet.Should().OnlyContain(vehicle => Vin.TryParse(vehicle.Vin) != null && !Vin.NeedsCheckDigit(vehicle.Market));
        fleet.Select(vehicle => vehicle.Vin).Should().OnlyHaveUniqueItems();
        fleet.Select(vehicle => vehicle.Model).Distinct().Should().HaveCount(FleetComposition.Plain.Distinct().Count());
        fleet.Select(vehicle => vehicle.Year).Distinct().Should().HaveCountGreaterThan(3);
        fleet.Select(vehicle => vehicle.Ecus[0].HardwareId).Distinct().Should().BeEquivalentTo("sim-gw-1", "sim-gw-2");
    }

    [Fact]
    public void What_the_plant_writes_is_read_again_and_a_broken_line_is_named()
    {
        PlantVehicle built = new FleetMaker(1, FleetComposition.Plain, Images).Make(0).Built;

        PlantFile.Read(new StringReader(PlantFile.Write(built) + "\n")).Single().Should().BeEquivalentTo(built);
        FluentActions.Enumerating(() => PlantFile.Read(new StringReader(PlantFile.Write(built) + "\n{}\n")))
            .Should().Throw<InvalidDataException>().WithMessage("Line 2 *");
    }

    [Fact]
    public void A_composition_says_how_common_a_kind_is()
    {
        FleetComposition.Read(new StringReader("veh_id,powertrain,vehicle_class\n1,ICE,SUV\n2,HEV,\n3,,\n"))
            .Should().Equal(new FleetModel("Sim SUV ICE", "ICE"), new FleetModel("Sim Car HEV", "HEV"));
        FluentActions.Invoking(() => FleetComposition.Read(new StringReader("a,b\n"))).Should().Throw<InvalidDataException>().WithMessage("*powertrain*");
        FluentActions.Invoking(() => FleetComposition.Read(new StringReader("powertrain,vehicle_class\n"))).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Roles_are_drawn_by_seed_in_the_counts_that_were_asked_for()
    {
        (VehicleKind, int)[] counts = [(VehicleKind.Liar, 2), (VehicleKind.Brick, 1)];
        IReadOnlyDictionary<string, VehicleKind> drawn = FleetRoles.Draw(Vids, 5, counts);

        drawn.Should().Equal(FleetRoles.Draw([.. Vids.Reverse()], 5, counts));
        drawn.Values.CountBy(kind => kind).Should().BeEquivalentTo(
            new Dictionary<VehicleKind, int> { [VehicleKind.Liar] = 2, [VehicleKind.Brick] = 1, [VehicleKind.Steady] = 3 });
        FluentActions.Invoking(() => FleetRoles.Draw(Vids, 5, [(VehicleKind.Liar, 7)])).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Roles_can_be_named_in_a_file()
    {
        FleetRoles.Read(Vids, Encoding.UTF8.GetBytes("""{"b": "wrong_build"}"""))["b"].Should().Be(VehicleKind.WrongBuild);
        FluentActions.Invoking(() => FleetRoles.Read(Vids, Encoding.UTF8.GetBytes("""{"z": "liar"}"""))).Should().Throw<InvalidDataException>().WithMessage("*z*");
        FluentActions.Invoking(() => FleetRoles.Read(Vids, Encoding.UTF8.GetBytes("""{"b": "cat"}"""))).Should().Throw<InvalidDataException>();
    }
}
