using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Rollouts.Installs;

public sealed class InstallFormTests
{
    [Fact]
    public void A_body_is_read_as_it_was_written_and_has_one_form() => Bundles.Property.Holds(random =>
    {
        Install install = new InstallMaker(random).Install();
        string body = InstallForm.Write(install);
        Install read = InstallForm.Read(Columns(install), body);
        read.Should().BeEquivalentTo(install, options => options.ComparingByMembers<Install>().WithStrictOrdering());
        InstallForm.Write(read).Should().Be(body);
    });

    [Fact]
    public void An_event_is_read_as_it_was_written_and_has_one_form() => Bundles.Property.Holds(random =>
    {
        InstallEvent happened = new InstallMaker(random).Event();
        string body = InstallEventForm.Write(happened);
        InstallEvent read = InstallEventForm.Read(InstallEventForm.KindOf(happened), body);
        read.Should().BeOfType(happened.GetType());
        bool hasMembers = happened.GetType().GetProperties().Length > 0;
        if (hasMembers) read.Should().BeEquivalentTo((object)happened, options => options.RespectingRuntimeTypes().WithStrictOrdering());
        InstallEventForm.Write(read).Should().Be(body);
    });

    [Fact]
    public void An_install_to_which_nothing_happened_takes_no_room()
    {
        Install install = Scene.FrozenAs(InstallState.Targeted);
        InstallForm.Write(install).Should().Be("{}");
        InstallForm.Read(install, "").Should().BeSameAs(install);
    }

    [Fact]
    public void The_form_is_the_one_that_stores_have()
    {
        Scene scene = new();
        scene.Offer().InstallUpTo(InstallState.Installing);
        scene.Say(InstallState.RolledBack, new FailureReason(FailureFamily.Flash, 0x72, "E-1204"));
        InstallForm.Write(scene.Install).Replace('"', '\'').Should().Be(
            "{'offer':1,'offered':1772352000000,'targets':[['GW-1','a0','a1',2],['BR-2','b0','b1',2],['LI-3','c0','c1',2]],"
            + "'nonce':'00000000000000000000000000000001','retry':1772438400000,'heard':[1,1,8],'heard_at':1772352000000,'said':2,"
            + "'failure':'7:114:E-1204','attempt':1,'failed':1,'failures':1,'begun':1772352000000}");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"offer":"1"}""")]
    [InlineData("""{"offer":1.5}""")]
    [InlineData("""{"said":99}""")]
    [InlineData("""{"heard":[1,2]}""")]
    [InlineData("""{"heard":{}}""")]
    [InlineData("""{"targets":[["","a","b",1]]}""")]
    [InlineData("""{"ecus":[["E",77,""]]}""")]
    [InlineData("""{"failure":"flash"}""")]
    [InlineData("""{"offered":999999999999999999}""")]
    [InlineData("""{"found":{}}""")]
    public void What_is_no_body_is_refused(string body) =>
        FluentActions.Invoking(() => InstallForm.Read(Scene.FrozenAs(InstallState.Offered), body)).Should().Throw<FormatException>();

    [Theory]
    [InlineData("offered_again", "{}")]
    [InlineData("reported", "{}")]
    [InlineData("reported", """{"at":[1,1,1]}""")]
    [InlineData("not_offered", "{}")]
    [InlineData("permitted", "{}")]
    [InlineData("shown", "{}")]
    [InlineData("claimed", "[]")]
    [InlineData("claimed", """{"operator":7}""")]
    public void What_is_no_entry_of_a_ledger_is_refused(string kind, string body) =>
        FluentActions.Invoking(() => InstallEventForm.Read(kind, body)).Should().Throw<FormatException>();

    private static Install Columns(Install install) => new()
    {
        Rollout = install.Rollout,
        Vehicle = install.Vehicle,
        Wave = install.Wave,
        State = install.State,
        Since = install.Since,
        Revision = install.Revision,
        Due = install.Due,
        Work = install.Work,
        WorkDue = install.WorkDue,
        Reason = install.Reason,
    };
}
