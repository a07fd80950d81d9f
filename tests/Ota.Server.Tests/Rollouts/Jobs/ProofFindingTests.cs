using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Server.Tests.Rollouts.Jobs;

public sealed class ProofFindingTests
{
    private static readonly string Old = new('1', 64);
    private static readonly string New = new('2', 64);

    [Fact]
    public void Every_target_is_compared_and_only_those()
    {
        Install install = Samples.Install(InstallState.Committed, 1, Samples.Target("bms", New), Samples.Target("abs", New), Samples.Target("gone", New));
        InventoryFinding finding = ProofFinding.Of(install, Shown(Samples.Nonce, ("gw", Old), ("bms", New), ("abs", Old)), "d");
        finding.Should().BeEquivalentTo(new InventoryFinding(5, "d", true, [EcuSerial.TryParse("abs")!, EcuSerial.TryParse("gone")!]) { PrimaryKey = "key" });
        ProofFinding.Of(install, Shown(Samples.Nonce, ("bms", New), ("abs", New), ("gone", New)), "d").Matches.Should().BeTrue();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("00", false)]
    [InlineData("000102030405060708090a0b0c0d0e00", false)]
    [InlineData(Samples.Nonce, true)]
    public void It_is_fresh_with_the_installs_own_nonce_only(string nonce, bool isFresh) =>
        ProofFinding.Of(Samples.Install(), Shown(nonce), "d").IsFresh.Should().Be(isFresh);

    [Fact]
    public void Before_an_offer_nothing_is_fresh() =>
        ProofFinding.Of(Samples.Install() with { Nonce = "" }, Shown(""), "d").IsFresh.Should().BeFalse();

    private static InventoryVerdict.Proven Shown(string nonce, params (string Ecu, string Digest)[] ecus) => new(
        5, "key", Convert.FromHexString(nonce), [.. ecus.Select(ecu => new EcuState(EcuSerial.TryParse(ecu.Ecu)!, new SoftwareImage("fw", "", ecu.Digest), 1, default))]);
}
