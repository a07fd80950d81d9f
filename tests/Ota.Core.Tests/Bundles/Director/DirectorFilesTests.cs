using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using static Ota.Core.Tests.Bundles.Director.DirectorRig;

namespace Ota.Core.Tests.Bundles.Director;

public sealed class DirectorFilesTests
{
    private static readonly DateTimeOffset Now = TestRepository.Now.AddMilliseconds(123);

    private static readonly DirectorImage Gateway = Image("GW-1", "gw", "gw/fw-2.bin", "gateway 2");
    private static readonly DirectorImage Brake = Image("BRK-1", "brk", "brake/fw-2.bin", "brake 2", 7);
    private static readonly DirectorImage OtherBrake = Image("BRK-2", "brk", "brake/fw-2.bin", "brake 2", 7);

    private readonly DirectorRig _rig = new();

    [Fact]
    public void A_vehicle_that_was_told_nothing_gets_files_that_say_so_and_name_it()
    {
        DirectorFiles files = _rig.Renew(null, DirectorContent.Nothing(Vehicle), Now);
        (files.Version, files.Snapshot.Version, files.Targets.Version).Should().Be((1, 1, 1));
        TargetsMetadata targets = Trusted(files, Now).Targets[DelegationChain.Top].Metadata;
        targets.Targets.Should().BeEmpty();
        targets.VehicleId.Should().Be(Vehicle.Value);
        DirectorCheck.Check(targets, Vehicle.Value, Ecus).Should().BeEmpty();
        DirectorCheck.Check(targets, new string('f', 32), Ecus).Should().ContainSingle().Which.Reason.Should().Be(RefusalReason.WrongVehicle);
    }

    [Fact]
    public void An_image_for_two_ECUs_stands_once_and_names_both()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake, Gateway, OtherBrake), Now);
        TargetsMetadata targets = Trusted(files, Now).Targets[DelegationChain.Top].Metadata;
        targets.Targets.Keys.Select(path => path.Value).Should().BeEquivalentTo("brake/fw-2.bin", "gw/fw-2.bin");
        DirectorCustom custom = DirectorCustom.TryRead(targets.Targets[Brake.Path].Custom)!;
        custom.Ecus.Keys.Select(ecu => ecu.Value).Should().BeEquivalentTo("BRK-1", "BRK-2");
        custom.ReleaseCounter.Should().Be(7);
        targets.Delegations.Should().BeNull();
        DirectorCheck.Check(targets, Vehicle.Value, Ecus).Should().BeEmpty();
    }

    [Fact]
    public void An_ECU_that_reads_nothing_but_targets_finds_all_that_it_needs()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake, Gateway), Now);
        TufKey key = _rig.Signers.Targets.Key;
        KeyRing ring = new(new Dictionary<KeyId, TufKey> { [key.Id] = key }, new RoleKeys([key.Id], 1));
        PartialVerification.Check(files.Targets.Bytes.Span, ring, 0, Now, Ecus[1], out AssignedImage? image).Should().BeEmpty();
        image!.Path.Should().Be(Brake.Path);
        image.Entry.IsOf("brake 2"u8).Should().BeTrue();
        PartialVerification.Check(files.Targets.Bytes.Span, ring, 0, Now, Ecus[2], out image).Should().BeEmpty();
        image.Should().BeNull();
    }

    [Fact]
    public void An_ECU_with_two_images_is_never_signed_for()
    {
        Action twice = () => _rig.Renew(null, Content(1, Brake, Image("BRK-1", "brk", "brake/fw-3.bin", "brake 3")), Now);
        twice.Should().Throw<ArgumentException>().WithMessage("*BRK-1*");
        Action differing = () => _rig.Renew(null, Content(1, Brake, Image("BRK-2", "brk", "brake/fw-2.bin", "brake X", 7)), Now);
        differing.Should().Throw<ArgumentException>().WithMessage("*brake/fw-2.bin*");
    }

    [Fact]
    public void What_is_fresh_and_says_the_right_thing_is_left_alone_until_half_of_its_life_is_gone()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake), Now);
        TimeSpan half = DirectorPlan.Lifetime / 2;
        DirectorPlan.Decide(files, 1, _rig.Signers, Now + half - TimeSpan.FromSeconds(1)).Should().BeNull();
        DirectorPlan.Decide(files, 1, _rig.Signers, Now + half).Should().Be(new DirectorPlan(2, Targets: true, Snapshot: true));
    }

    [Fact]
    public void A_car_that_was_parked_for_a_year_gets_files_that_follow_those_it_has()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake), Now);
        TrustedSet earlier = Trusted(files, Now);
        DateTimeOffset later = Now.AddDays(370);
        _rig.Refresh(files, later).Refusal!.Reason.Should().Be(RefusalReason.Expired);
        DirectorFiles renewed = _rig.Renew(files, Content(1, Brake), later);
        _rig.Refresh(renewed, later, earlier).Refusal.Should().BeNull();
        _rig.Refresh(files, Now, Trusted(renewed, later)).Refusal!.Reason.Should().Be(RefusalReason.Rollback);
    }

    [Fact]
    public void Only_what_a_changed_key_signs_is_made_anew()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake), Now);
        DirectorRig changed = new(timestampKey: "another timestamp");
        DirectorFiles renewed = changed.Renew(files, Content(1, Brake), Now);
        (renewed.Timestamp.Version, renewed.Snapshot, renewed.Targets).Should().Be((2, files.Snapshot, files.Targets));
        changed.Refresh(renewed, Now).Refusal.Should().BeNull();
    }

    [Fact]
    public void The_files_before_stay_for_a_vehicle_in_the_middle_of_a_refresh()
    {
        DirectorFiles first = _rig.Renew(null, Content(1, Brake), Now);
        DirectorFiles second = _rig.Renew(first, Content(2, Gateway), Now);
        (second.EarlierSnapshot, second.EarlierTargets).Should().Be((first.Snapshot, first.Targets));
    }

    [Fact]
    public void Images_that_were_taken_back_are_not_kept_for_anybody()
    {
        DirectorFiles first = _rig.Renew(null, Content(1, Brake), Now);
        DirectorFiles second = _rig.Renew(first, DirectorContent.Nothing(Vehicle), Now);
        second.EarlierTargets.Should().BeNull();
        Trusted(second, Now).Targets[DelegationChain.Top].Metadata.Targets.Should().BeEmpty();
        DirectorFiles third = _rig.Renew(second, DirectorContent.Nothing(Vehicle), Now.AddDays(1));
        third.EarlierTargets.Should().Be(second.Targets);
    }

    [Fact]
    public void Versions_only_rise_and_each_generation_follows_any_before_it()
    {
        Property.Holds(random =>
        {
            DirectorFiles? files = null;
            TrustedSet? trusted = null;
            DateTimeOffset now = Now;
            for (int i = 0; i < 12; i++)
            {
                DirectorContent content = random.Next(3) == 0 ? DirectorContent.Nothing(Vehicle) : Content(random.Next(1, 4), Brake);
                DirectorFiles next = _rig.Renew(files, content, now);
                if (files is not null)
                {
                    (next.Version >= files.Version && next.Snapshot.Version >= files.Snapshot.Version && next.Targets.Version >= files.Targets.Version)
                        .Should().BeTrue();
                    if (next != files) next.Version.Should().Be(files.Version + 1);
                }

                (trusted, Refusal? refusal) = _rig.Refresh(next, now, trusted);
                refusal.Should().BeNull();
                trusted!.Targets[DelegationChain.Top].Metadata.Targets.Count.Should().Be(content.Images.Count);
                files = next;
                now += TimeSpan.FromHours(random.Next(0, 30));
            }
        }, times: 30);
    }

    [Fact]
    public void The_greatest_version_is_the_last()
    {
        DirectorFiles files = _rig.Renew(null, Content(1, Brake), Now);
        DirectorFiles last = files with { Timestamp = files.Timestamp with { Version = int.MaxValue - 1 } };
        _rig.Renew(last, Content(2, Brake), Now).Version.Should().Be(int.MaxValue);
        Action beyond = () => DirectorPlan.Decide(files with { Timestamp = files.Timestamp with { Version = int.MaxValue } }, 2, _rig.Signers, Now);
        beyond.Should().Throw<InvalidOperationException>();
    }

    private TrustedSet Trusted(DirectorFiles files, DateTimeOffset now)
    {
        (TrustedSet? set, Refusal? refusal) = _rig.Refresh(files, now);
        refusal.Should().BeNull();
        return set!;
    }
}
