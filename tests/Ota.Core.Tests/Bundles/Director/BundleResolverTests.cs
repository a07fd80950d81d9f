using Ota.Core.Bundles.Director;
using static Ota.Core.Bundles.Director.AssignmentRefusalReason;
using static Ota.Core.Tests.Bundles.Director.DirectorRig;

namespace Ota.Core.Tests.Bundles.Director;

public sealed class BundleResolverTests
{
    private static readonly DirectedVehicle Car = new()
    {
        IsActive = true,
        Ecus = [Ecu("GW-1", "gw", 3), Ecu("BRK-2", "brk-b", 7), Ecu("BRK-1", "brk-a", null), Ecu("BMS-1", "bms", 1)],
    };

    private static readonly OfferedImage Gateway = Offer("gw/fw-2.bin", "gateway 2", 4, "gw");
    private static readonly OfferedImage Brake = Offer("brake/fw-2.bin", "brake 2", 8, "brk-a", "brk-b", "brk-c");

    [Fact]
    public void Each_image_goes_to_every_ECU_of_its_hardware()
    {
        Resolution resolution = BundleResolver.Resolve(Bundle(Gateway, Brake), Car);
        resolution.Should().BeOfType<Resolution.Resolved>().Which.Images
            .Select(image => (image.Ecu.Value, image.Hardware.Value, image.Path.Value, image.ReleaseCounter))
            .Should().Equal(("GW-1", "gw", "gw/fw-2.bin", 4), ("BRK-1", "brk-a", "brake/fw-2.bin", 8), ("BRK-2", "brk-b", "brake/fw-2.bin", 8));
    }

    [Fact]
    public void An_image_for_which_there_is_no_ECU_is_refused() => Refusals([Gateway, Offer("cam/fw.bin", "camera", 1, "cam")], Car).Should().Equal(NoEcu);

    [Fact]
    public void Two_images_for_one_ECU_are_refused() =>
        Refusals([Brake, Offer("brake/fw-b.bin", "brake b", 8, "brk-b")], Car).Should().Equal(EcuTwice);

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(null, true)]
    public void A_lower_release_than_an_ECU_has_is_refused(int? counter, bool isRefused)
    {
        OfferedImage image = Brake with { ReleaseCounter = counter };
        Refusals([image], Car).Should().Equal(isRefused ? [LowerReleaseCounter] : []);
    }

    [Fact]
    public void A_vehicle_that_is_not_active_or_not_what_it_should_be_is_told_nothing()
    {
        Refusals([Gateway], Car with { IsActive = false }).Should().Equal(NotActive);
        Refusals([Gateway], Car with { IsInventoryRefused = true }).Should().Equal(InventoryRefused);
    }

    [Fact]
    public void What_may_still_be_under_way_stands_in_the_way_of_another_bundle()
    {
        DirectorImage told = Image("BMS-1", "bms", "bms/fw-2.bin", "bms 2", 2);
        Refusals([Gateway], Car with { Told = [told] }).Should().Equal(StillUnderWay);
        Refusals([Offer("bms/fw-3.bin", "bms 3", 3, "bms")], Car with { Told = [told] }).Should().Equal(StillUnderWay);
    }

    [Fact]
    public void What_was_proven_or_is_told_again_stands_in_nobodys_way()
    {
        DirectorImage told = Image("BMS-1", "bms", "bms/fw-2.bin", "bms 2", 2);
        DirectedVehicle proven = Car with { Told = [told], Ecus = [.. Car.Ecus.Select(ecu => ecu.Serial == told.Ecu ? ecu with { Digest = told.Hashes.Sha256! } : ecu)] };
        Refusals([Gateway], proven).Should().BeEmpty();
        Refusals([Gateway, Offer("bms/fw-2.bin", "bms 2", 2, "bms")], Car with { Told = [told] }).Should().BeEmpty();
    }

    [Fact]
    public void An_ECU_that_went_away_with_something_to_install_is_asked_about() =>
        Refusals([Gateway], Car with { Told = [Image("CAM-1", "cam", "cam/fw.bin", "camera")] }).Should().Equal(EcuMissing);

    [Fact]
    public void Everything_that_is_in_the_way_is_said_at_once()
    {
        DirectedVehicle car = Car with { IsActive = false, Told = [Image("BMS-1", "bms", "bms/fw-2.bin", "bms 2")] };
        Refusals([Offer("cam/fw.bin", "camera", 1, "cam"), Gateway with { ReleaseCounter = 1 }], car)
            .Should().Equal(NotActive, NoEcu, LowerReleaseCounter, StillUnderWay);
    }

    [Fact]
    public void No_resolution_ever_gives_an_ECU_two_images_or_one_of_other_hardware()
    {
        string[] hardware = ["gw", "brk-a", "brk-b", "bms"];
        Property.Holds(random =>
        {
            OfferedImage[] offered = [.. Enumerable.Range(0, random.Next(4)).Select(i => Offer($"image-{i}.bin", $"image {i}", 9, [.. hardware.Where(_ => random.Next(2) == 0)]))];
            if (BundleResolver.Resolve(Bundle(offered), Car) is not Resolution.Resolved resolved) return;
            resolved.Images.Select(image => image.Ecu).Should().OnlyHaveUniqueItems();
            foreach (DirectorImage image in resolved.Images)
            {
                Car.Ecus.Should().ContainSingle(ecu => ecu.Serial == image.Ecu && ecu.Hardware == image.Hardware);
                offered.Should().ContainSingle(one => one.Path == image.Path && one.Hardware.Contains(image.Hardware));
            }
        });
    }

    private static IEnumerable<AssignmentRefusalReason> Refusals(OfferedImage[] offered, DirectedVehicle vehicle) =>
        Refusals(Bundle(offered), vehicle);

    private static IEnumerable<AssignmentRefusalReason> Refusals(OfferedBundle offered, DirectedVehicle vehicle) =>
        BundleResolver.Resolve(offered, vehicle) is Resolution.Refused refused ? refused.Refusals.Select(refusal => refusal.Reason) : [];

    private static OfferedBundle Bundle(params OfferedImage[] images) => new() { Images = images };

    private static DirectedEcu Ecu(string serial, string hardware, long? counter) => new(Serial(serial), Hardware(hardware), "", counter);

    private static OfferedImage Offer(string path, string content, long? counter, params string[] hardware) =>
        new(TestRepository.Path(path), TestRepository.Entry(content), [.. hardware.Select(Hardware)], counter);
}
