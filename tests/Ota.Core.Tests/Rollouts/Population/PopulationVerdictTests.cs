using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;
using Ota.Core.Rollouts.Population;
using Ota.Core.Tests.Bundles;
using static Ota.Core.Tests.Bundles.Director.DirectorRig;

namespace Ota.Core.Tests.Rollouts.Population;

public sealed class PopulationVerdictTests
{
    private static readonly DateTimeOffset Now = TestRollout.Now;

    private static readonly OfferedImage Gateway = Offer("gw/fw-2.bin", "gateway 2", 4, "gw");
    private static readonly OfferedImage Brake = Offer("brake/fw-2.bin", "brake 2", 8, "brk") with { Before = [Digest("brake 1")], Order = 1 };
    private static readonly OfferedBundle Fix = new() { Images = [Brake, Gateway] };

    private static readonly Candidate Car = new(
        1,
        new string('a', 32),
        "T3",
        2024,
        "FR",
        new DirectedVehicle { IsActive = true, Ecus = [Ecu("GW-1", "gw", "gateway 1", 3), Ecu("BRK-1", "brk", "brake 1", 7), Ecu("BRK-2", "brk", "brake 1", 7)] },
        Now.AddDays(-1));

    [Fact]
    public void A_vehicle_that_fits_is_offered_its_targets()
    {
        Verdict verdict = Judge(Car);
        verdict.IsOfferable.Should().BeTrue();
        verdict.Sentence.Should().BeEmpty();
        verdict.Targets.Should().Equal(
            new InstallTarget(Serial("GW-1"), Digest("gateway 1"), Digest("gateway 2"), 4),
            new InstallTarget(Serial("BRK-1"), Digest("brake 1"), Digest("brake 2"), 8),
            new InstallTarget(Serial("BRK-2"), Digest("brake 1"), Digest("brake 2"), 8));
    }

    [Fact]
    public void A_vehicle_that_runs_every_target_is_compliant()
    {
        Verdict verdict = Judge(With(Ecu("GW-1", "gw", "gateway 2", 4), Ecu("BRK-1", "brk", "brake 2", 8)));
        (verdict.State, verdict.Reason, verdict.IsOfferable).Should().Be((InstallState.AlreadyCompliant, null, false));
        verdict.Targets.Should().HaveCount(2);
        Judge(With(Ecu("GW-1", "gw", "gateway 2", 4), Ecu("BRK-1", "brk", "brake 2", 8), Ecu("BRK-2", "brk", "brake 1", 7)))
            .IsOfferable.Should().BeTrue("one of its ECUs does not run it");
        Judge(With(Ecu("GW-1", "gw", "gateway 2", 4), Ecu("BRK-1", "brk", "brake 2", 8)) with { ProvenAt = null })
            .State.Should().Be(InstallState.Targeted, "what the plant said is no proof");
        Judge(With(Ecu("GW-1", "gw", "gateway 2", 4))).State.Should().Be(InstallState.Targeted, "one image finds no ECU");
    }

    [Fact]
    public void A_vehicle_without_any_of_the_hardware_is_not_concerned()
    {
        Verdict verdict = Judge(With(Ecu("BMS-1", "bms", "bms 1", 1)));
        (verdict.State, verdict.Reason!.Family).Should().Be((InstallState.NotApplicable, FailureFamily.Eligibility));
        verdict.Sentence.Should().Be("The vehicle has no ECU of hardware that the bundle was made for: brk, gw.");
    }

    [Fact]
    public void A_vehicle_out_of_service_takes_no_part() =>
        Judge(Car with { Facts = Car.Facts with { IsActive = false } }).State.Should().Be(InstallState.RemovedFromService);

    [Fact]
    public void The_inventory_comes_first_when_there_is_none_or_an_old_one()
    {
        Blocked(Judge(Car with { ProvenAt = null }), FailureFamily.Evidence).Should().Contain("inventory first");
        Blocked(Judge(Car with { ProvenAt = Now.AddDays(-91) }), FailureFamily.Evidence)
            .Should().Be("The latest inventory is of 2025-12-01, more than 90 days ago: a new inventory first, which the vehicle sends with its next contact.");
        Judge(Car with { ProvenAt = Now.AddDays(-90) }).IsOfferable.Should().BeTrue();
    }

    [Fact]
    public void A_swapped_ECU_is_not_offered_anything()
    {
        Verdict verdict = Judge(With(Ecu("GW-1", "gw", "gateway 1", 3), Ecu("BRK-9", "brk", "brake of a breaker's yard", 2)));
        Blocked(verdict, FailureFamily.Eligibility).Should().Contain("BRK-9").And.Contain("may not replace");
    }

    [Fact]
    public void Everything_that_the_Director_would_refuse_is_in_the_way()
    {
        Blocked(Judge(Car with { Facts = Car.Facts with { IsInventoryRefused = true } }), FailureFamily.Evidence).Should().Contain("inventory was refused");
        Blocked(Judge(With(Ecu("GW-1", "gw", "gateway 1", 3))), FailureFamily.Eligibility).Should().Contain("No ECU");
        DirectedVehicle busy = Car.Facts with { Told = [Image("GW-1", "gw", "gw/fw-9.bin", "gateway 9")] };
        Blocked(Judge(Car with { Facts = busy }), FailureFamily.Operations).Should().Contain("has not proven it");
    }

    [Theory]
    [InlineData(3, "brake 0", true)]
    [InlineData(8, "brake 2", true)]
    [InlineData(8, "another brake 2", false)]
    [InlineData(9, "brake 3", false)]
    public void A_proven_fix_is_not_undone(long release, string content, bool isOffered)
    {
        Verdict verdict = Judge(Car with { Remedies = [new InstallTarget(Serial("BRK-2"), "", Digest(content), release)] });
        verdict.IsOfferable.Should().Be(isOffered);
        if (!isOffered) Blocked(verdict, FailureFamily.Eligibility).Should().Contain($"BRK-2 has a proven fix in release {release}, and release 8 would undo it");
    }

    [Fact]
    public void A_fix_of_another_ECU_is_in_nobodys_way() =>
        Judge(Car with { Remedies = [new InstallTarget(Serial("BMS-1"), "", Digest("bms 4"), 40)] }).IsOfferable.Should().BeTrue();

    private static string Blocked(Verdict verdict, FailureFamily family)
    {
        (verdict.State, verdict.Reason?.Family, verdict.IsOfferable).Should().Be((InstallState.Targeted, family, false));
        return verdict.Sentence;
    }

    private static Verdict Judge(Candidate car) => PopulationVerdict.Of(Fix, car, new RolloutPolicy(), Now);

    private static Candidate With(params DirectedEcu[] ecus) => Car with { Facts = Car.Facts with { Ecus = ecus } };

    private static DirectedEcu Ecu(string serial, string hardware, string content, long counter) => new(Serial(serial), Hardware(hardware), Digest(content), counter);

    private static OfferedImage Offer(string path, string content, long counter, params string[] hardware) =>
        new(TestRepository.Path(path), TestRepository.Entry(content), [.. hardware.Select(Hardware)], counter);

    private static string Digest(string content) => TestRepository.Entry(content).Hashes.Sha256!;
}
