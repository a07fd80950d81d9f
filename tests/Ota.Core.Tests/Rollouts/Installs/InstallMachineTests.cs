using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Rollouts.Installs;

public sealed class InstallMachineTests
{
    [Fact]
    public void A_clean_install_goes_from_targeted_to_confirmed()
    {
        Scene scene = new();
        scene.Offer();
        scene.Install.State.Should().Be(InstallState.Offered);
        for (InstallState state = InstallState.Acknowledged; state <= InstallState.Committed; state++)
            scene.Say(state).Install.State.Should().Be(state);
        scene.Last.Effects.Should().ContainSingle().Which.Should().BeOfType<InstallEffect.AskForProof>();
        scene.Show(fresh: true);
        scene.Install.State.Should().Be(InstallState.Confirmed);
        scene.Install.Revision.Should().Be(12);
        scene.Install.Due.Should().BeNull();
        scene.Last.Effects.Should().ContainSingle().Which.Should().BeOfType<InstallEffect.KeepRemedy>();
    }
}
