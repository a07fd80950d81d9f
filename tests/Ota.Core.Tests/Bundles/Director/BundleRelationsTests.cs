using Ota.Core.Bundles.Director;
using static Ota.Core.Bundles.Director.AssignmentRefusalReason;
using static Ota.Core.Tests.Bundles.Director.DirectorRig;

namespace Ota.Core.Tests.Bundles.Director;

public sealed class BundleRelationsTests
{
    private static readonly OfferedImage Gateway = Offer("gw/fw-2.bin", "gateway 2", "gw");
    private static readonly OfferedImage Brake = Offer("brake/fw-2.bin", "brake 2", "brk");
    private static readonly OtherBundle Other = new("Other 1", [Offer("bms/fw-1.bin", "battery 1", "bms")]);

    private static readonly DirectedVehicle Car = new()
    {
        IsActive = true,
        Ecus = [Ecu("BMS-1", "bms", "battery 0"), Ecu("BRK-1", "brk", "brake 1"), Ecu("GW-1", "gw", "gateway 1")],
    };

    [Theory]
    [InlineData("brake 1", true)]
    [InlineData("brake 2", true)]
    [InlineData("brake 0", false)]
    [InlineData("", false)]
    public void An_image_replaces_those_that_its_manifest_lists_and_no_others(string runs, bool isTaken)
    {
        OfferedImage image = Brake with { Before = [DigestOf("brake 1")] };
        DirectedVehicle car = Car with { Ecus = [Ecu("BRK-1", "brk", runs)] };
        Refusals(Bundle(image), car).Should().Equal(isTaken ? [] : [WrongImageBefore]);
        Refusals(Bundle(Brake), car).Should().BeEmpty("the manifest says any");
    }

    [Fact]
    public void A_required_bundle_is_there_when_every_ECU_of_it_runs_its_image()
    {
        OfferedBundle bundle = Bundle(Gateway) with { Requires = [Other] };
        Refusals(bundle, Car).Should().Equal(RequiredMissing);
        DirectedVehicle ready = Car with { Ecus = [Ecu("BMS-1", "bms", "battery 1"), Ecu("GW-1", "gw", "gateway 1")] };
        Refusals(bundle, ready).Should().BeEmpty();
        Refusals(bundle, ready with { Ecus = [.. ready.Ecus, Ecu("BMS-2", "bms", "battery 0")] }).Should().Equal(RequiredMissing);
        Refusals(bundle, ready with { Ecus = [Ecu("GW-1", "gw", "gateway 1")] }).Should().Equal(RequiredMissing);
        Refusals(bundle with { Requires = [new OtherBundle("lost", [])] }, ready).Should().Equal(RequiredMissing);
    }

    [Fact]
    public void A_conflicting_bundle_may_neither_be_there_nor_come()
    {
        OfferedBundle bundle = Bundle(Gateway) with { Conflicts = [Other] };
        Refusals(bundle, Car).Should().BeEmpty();
        Refusals(bundle, Car with { Ecus = [Ecu("BMS-1", "bms", "battery 1"), Ecu("GW-1", "gw", "gateway 1")] }).Should().Equal(Conflict);
        DirectorImage coming = Image("BMS-1", "bms", "bms/fw-1.bin", "battery 1");
        Refusals(bundle, Car with { Told = [coming] }).Should().Equal(StillUnderWay, Conflict);
        Refusals(bundle, Car with { MayStillCome = [coming] }).Should().Equal(Conflict);
        Refusals(Bundle(Gateway), Car with { MayStillCome = [coming] }).Should().BeEmpty("these two get along");
    }

    [Fact]
    public void A_bundle_that_is_being_replaced_conflicts_too_since_ECUs_change_one_after_the_other()
    {
        OfferedBundle bundle = Bundle(Offer("bms/fw-2.bin", "battery 2", "bms"), Gateway) with { Conflicts = [Other] };
        Refusals(bundle, Car with { Ecus = [Ecu("BMS-1", "bms", "battery 1"), Ecu("GW-1", "gw", "gateway 1")] }).Should().Equal(Conflict);
    }

    [Fact]
    public void An_image_that_both_bundles_have_is_not_what_they_conflict_about() =>
        Refusals(Bundle([.. Other.Images]) with { Conflicts = [Other] }, Car with { Ecus = [Ecu("BMS-1", "bms", "battery 1")] }).Should().BeEmpty();

    [Theory]
    [InlineData("R79 002", true)]
    [InlineData("R79 003", true)]
    [InlineData("R79 001", false)]
    [InlineData(null, true)]
    public void An_RXSWIN_that_changes_is_the_vehicles_if_its_RXSWINs_are_known(string? has, bool isTaken)
    {
        OfferedBundle bundle = Bundle(Gateway) with { Rxswins = [new("R79 002", "R79 003"), new(null, "R155 001")] };
        Refusals(bundle, Car with { Rxswins = has is null ? [] : [has, "R10 001"] }).Should().Equal(isTaken ? [] : [WrongRxswin]);
    }

    [Fact]
    public void Images_stand_in_the_order_in_which_they_are_installed()
    {
        OfferedBundle bundle = Bundle(Gateway with { Order = 3 }, Brake with { Order = 2 }, Offer("bms/fw-2.bin", "battery 2", "bms") with { Order = 3 });
        BundleResolver.Resolve(bundle, Car).Should().BeOfType<Resolution.Resolved>().Which.Images
            .Select(image => image.Ecu.Value).Should().Equal("BRK-1", "GW-1", "BMS-1");
    }

    private static IEnumerable<AssignmentRefusalReason> Refusals(OfferedBundle offered, DirectedVehicle vehicle) =>
        BundleResolver.Resolve(offered, vehicle) is Resolution.Refused refused ? refused.Refusals.Select(refusal => refusal.Reason) : [];

    private static OfferedBundle Bundle(params OfferedImage[] images) => new() { Images = images };

    private static DirectedEcu Ecu(string serial, string hardware, string runs) =>
        new(Serial(serial), Hardware(hardware), runs.Length == 0 ? "" : DigestOf(runs), null);

    private static string DigestOf(string content) => TestRepository.Entry(content).Hashes.Sha256!;

    private static OfferedImage Offer(string path, string content, string hardware) =>
        new(TestRepository.Path(path), TestRepository.Entry(content), [Hardware(hardware)], 1);
}
