using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Installs;

public sealed class BookMarksTests
{
    [Fact]
    public void Nothing_is_marked_of_one_to_which_nothing_happened() => Of(new Scene()).Should().Be(default(BookMarks));

    [Fact]
    public void Who_has_begun_is_marked_for_ever_also_if_it_went_back()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.WaitSafeState);
        Of(scene).Begun.Should().BeFalse();
        Of(scene.Say(InstallState.Installing)).Begun.Should().BeTrue();
        Of(scene.Say(InstallState.RolledBack, new FailureReason(FailureFamily.Health))).Begun.Should().BeTrue();
    }

    [Fact]
    public void A_vehicle_that_only_stands_after_its_proof_is_not_soaked()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Committed).Show(fresh: true);
        scene.Do(new InstallEvent.Contacted(new VehicleUse(100, 5_000_000)));
        Of(scene.Wait(TimeSpan.FromDays(90))).Soaked.Should().BeFalse();
        Of(scene.Do(new InstallEvent.Contacted(new VehicleUse(105, 5_009_999)))).Soaked.Should().BeFalse();
        Of(scene.Do(new InstallEvent.Contacted(new VehicleUse(105, 5_010_000)))).Soaked.Should().BeTrue();
        scene.Do(new InstallEvent.Contacted(new VehicleUse(106, 6_000_000))).Last.Note.Should().Be(IgnoredBecause.Ended, "nothing is left to count");
    }

    [Fact]
    public void Without_use_in_the_policy_proof_is_enough()
    {
        Scene scene = new() { Policy = new RolloutPolicy { Soak = new SoakPolicy { IgnitionCycles = 0, Metres = 0 } } };
        Of(scene.Offer().InstallUpTo(InstallState.Committed)).Soaked.Should().BeFalse();
        Of(scene.Show(fresh: true)).Soaked.Should().BeTrue();
    }

    [Fact]
    public void Silence_after_the_begin_is_marked_by_a_step_and_ends_with_a_word()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Installing).Wait(TimeSpan.FromHours(24));
        Of(scene).Silent.Should().BeFalse("books change with steps only");
        scene.Install.Due.Should().Be(scene.Now);
        Of(scene.Tick()).Silent.Should().BeTrue();
        Of(scene.Say(InstallState.SelfTest)).Silent.Should().BeFalse();
    }

    [Fact]
    public void Who_failed_after_it_began_is_retrying_until_the_next_attempt_has_begun()
    {
        Scene scene = new Scene().Offer().InstallUpTo(InstallState.Verified).Say(InstallState.RolledBack, new FailureReason(FailureFamily.Network));
        Of(scene).Retrying.Should().BeFalse("it had not begun");
        scene = new Scene().Offer().InstallUpTo(InstallState.Installing).Say(InstallState.RolledBack, new FailureReason(FailureFamily.Flash));
        Of(scene).Retrying.Should().BeTrue();
        Of(scene.Say(InstallState.Verified, attempt: 2)).Retrying.Should().BeTrue();
        Of(scene.Say(InstallState.Installing, attempt: 2)).Retrying.Should().BeFalse();
    }

    [Fact]
    public void Faults_count_before_an_offer_and_after_a_proof_and_not_between()
    {
        Scene scene = new();
        InstallEvent fault = new InstallEvent.FaultSeen("BR-2 C0031");
        Of(scene.Do(fault)).Faulty.Should().BeTrue();
        Of(scene.Offer()).Faulty.Should().BeFalse();
        Of(scene.Do(fault)).Faulty.Should().BeFalse();
        Of(scene.InstallUpTo(InstallState.Committed).Show(fresh: true).Do(fault)).Faulty.Should().BeTrue();
    }

    private static BookMarks Of(Scene scene) => BookMarks.Of(scene.Install, scene.Policy, scene.Now);
}
