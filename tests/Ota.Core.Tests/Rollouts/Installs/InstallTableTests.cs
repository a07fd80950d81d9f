using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Tests.Rollouts.Installs;

/// <summary>
/// Every event in every state: reports by the state that they say (bn, bb, bh, bc: rolled back by network, boot, health, condition), p+ and p- fresh
/// inventories, i+ and i- others. A cell is the state that follows; = if it stays and something else changes; - and the note if nothing does.
/// </summary>
public sealed class InstallTableTests
{
    private const string Table = """
        state              of no ct pm ac dl dd ve wc ws in rb st co bn bb bh bc sd mx de p+ p- i+ i- fo fa cl rt rv su rm tm
        Targeted           Of =  =  -m -o -o -o -o -o -o -o -o -o -o -o -o -o -o -o -o -o -m -m -m -m -m =  =  -m Rv Su Rm -m
        Offered            -m -m =  =  Ac Dl Dd Ve Wc Ws In Rb St Co =  =  Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        Acknowledged       -m -m =  =  =  Dl Dd Ve Wc Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        Downloading        -m -m =  =  Ac =  Dd Ve Wc Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        Downloaded         -m -m =  =  Ac Dl =  Ve Wc Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        Verified           -m -m =  =  Ac Dl Dd =  Wc Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        WaitConsent        -m -m =  =  Ac Dl Dd Ve =  Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        WaitSafeState      -m -m =  =  Ac Dl Dd Ve Wc =  In Rb St Co Of Of Ba =  Sd Mx De Cf =  =  =  =  -m =  -m Rv Su Rm -m
        Installing         -m -m =  -m Ac Dl Dd Ve Wc Ws =  Rb St Co Of Of Ba Ws Sd Mx De =  =  =  =  =  -m =  -m =  -m Rm -m
        Rebooting          -m -m =  -m Ac Dl Dd Ve Wc Ws In =  St Co Of Of Ba Ws Sd Mx De =  =  =  =  =  -m =  -m =  -m Rm -m
        SelfTest           -m -m =  -m Ac Dl Dd Ve Wc Ws In Rb =  Co Of Of Ba Ws Sd Mx De =  =  =  =  =  -m =  -m =  -m Rm -m
        Committed          -m -m =  -m Ac Dl Dd Ve Wc Ws In Rb St =  Of Of Ba Ws Sd Mx De Cf Di =  =  =  =  =  -m =  -m Rm -m
        Confirmed          -m -m =  -m =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  Ro =  Ro -m =  -e -e -e -e -e -m
        RolledBack         -m -m =  -m =  =  =  =  =  =  In Rb St Co =  =  =  =  Sd Mx =  Cf =  =  =  =  -m =  Ta =  Su Rm -m
        SafeDegraded       -m -m =  -m =  =  =  =  =  =  In Rb St Co Of Of Ba =  =  Mx =  Cf =  =  =  =  -m =  Ta =  -m Rm -m
        Inconsistent       -m -m =  -m =  =  =  =  =  =  In Rb St Co Of Of Ba =  Sd =  =  Cf =  =  =  =  -m =  Ta =  -m Rm -m
        Declined           -m -m =  -m =  =  =  =  =  =  In Rb St Co =  =  =  =  Sd Mx =  Cf =  =  =  =  -m =  Ta Rv Su Rm -m
        Expired            -m -m =  -m =  =  =  =  =  =  In Rb St Co =  =  Ba =  Sd Mx =  Cf =  =  =  =  -m =  Ta Rv Su Rm -m
        Revoked            -m -m =  -m =  =  =  =  =  =  In Rb St Co =  =  Ba =  Sd Mx =  Cf =  =  =  -m -m -e -e -r Su Rm -m
        Superseded         -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e
        AlreadyCompliant   -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e
        NotApplicable      -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e
        Discrepant         -m -m =  -m =  =  =  =  =  =  In Rb St =  Of Of Ba =  Sd Mx =  Cf =  Co =  =  -m Co Ta =  Su Rm -m
        Reopened           -m -m =  -m =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  =  Cf =  =  =  =  =  =  Ta -e Su Rm -m
        Unreachable        -m -m Of -m Ac Dl Dd Ve Wc Ws In Rb St Co Of Of Ba Ws Sd Mx De Cf Of Of Of =  -m =  -m Rv Su Rm -m
        RemovedFromService -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e -e
        """;

    [Fact]
    public void Every_event_in_every_state_has_its_cell()
    {
        string[] columns = [.. Events.Select(column => column.Name)];
        string header = "state " + string.Join(' ', columns);
        IEnumerable<string> rows = Enum.GetValues<InstallState>().Select(state => $"{state} " + string.Join(' ', columns.Select((_, i) => Cell(state, i))));
        IEnumerable<string> expected = Table.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        new[] { header }.Concat(rows).Should().Equal(expected);
    }

    private static (string Name, Func<Scene, InstallEvent> Make)[] Events { get; } =
    [
        ("of", _ => new InstallEvent.Offered(Scene.Targets, "f00d")),
        ("no", _ => new InstallEvent.NotOffered(new FailureReason(FailureFamily.Eligibility, FailureCodes.UnexpectedImage))),
        ("ct", _ => new InstallEvent.Contacted(new VehicleUse(1, 1))),
        ("pm", scene => new InstallEvent.Permitted(scene.Install.Offer, scene.Now.AddHours(24))),
        ("ac", scene => Say(scene, InstallState.Acknowledged)),
        ("dl", scene => Say(scene, InstallState.Downloading)),
        ("dd", scene => Say(scene, InstallState.Downloaded)),
        ("ve", scene => Say(scene, InstallState.Verified)),
        ("wc", scene => Say(scene, InstallState.WaitConsent)),
        ("ws", scene => Say(scene, InstallState.WaitSafeState)),
        ("in", scene => Say(scene, InstallState.Installing)),
        ("rb", scene => Say(scene, InstallState.Rebooting)),
        ("st", scene => Say(scene, InstallState.SelfTest)),
        ("co", scene => Say(scene, InstallState.Committed)),
        ("bn", scene => Say(scene, InstallState.RolledBack, FailureFamily.Network)),
        ("bb", scene => Say(scene, InstallState.RolledBack, FailureFamily.Boot)),
        ("bh", scene => Say(scene, InstallState.RolledBack, FailureFamily.Health)),
        ("bc", scene => Say(scene, InstallState.RolledBack, FailureFamily.Condition)),
        ("sd", scene => Say(scene, InstallState.SafeDegraded, FailureFamily.Rollback)),
        ("mx", scene => Say(scene, InstallState.Inconsistent, FailureFamily.Rollback)),
        ("de", scene => Say(scene, InstallState.Declined, FailureFamily.User)),
        ("p+", scene => scene.Showing(fresh: true)),
        ("p-", scene => scene.Showing(fresh: true, Scene.Brake)),
        ("i+", scene => scene.Showing(fresh: false)),
        ("i-", scene => scene.Showing(fresh: false, Scene.Brake)),
        ("fo", _ => new InstallEvent.ProofRefused()),
        ("fa", _ => new InstallEvent.FaultSeen("BR-2 C0031")),
        ("cl", _ => new InstallEvent.Claimed("garage")),
        ("rt", _ => new InstallEvent.RetryWanted("anna")),
        ("rv", _ => new InstallEvent.Revoked()),
        ("su", _ => new InstallEvent.Superseded("00000000000a")),
        ("rm", _ => new InstallEvent.Removed("scrapped")),
        ("tm", _ => new InstallEvent.TimePassed()),
    ];

    private static Dictionary<InstallState, string> Codes { get; } = new()
    {
        [InstallState.Targeted] = "Ta",
        [InstallState.Offered] = "Of",
        [InstallState.Acknowledged] = "Ac",
        [InstallState.Downloading] = "Dl",
        [InstallState.Downloaded] = "Dd",
        [InstallState.Verified] = "Ve",
        [InstallState.WaitConsent] = "Wc",
        [InstallState.WaitSafeState] = "Ws",
        [InstallState.Installing] = "In",
        [InstallState.Rebooting] = "Rb",
        [InstallState.SelfTest] = "St",
        [InstallState.Committed] = "Co",
        [InstallState.Confirmed] = "Cf",
        [InstallState.RolledBack] = "Ba",
        [InstallState.SafeDegraded] = "Sd",
        [InstallState.Inconsistent] = "Mx",
        [InstallState.Declined] = "De",
        [InstallState.Expired] = "Ex",
        [InstallState.Revoked] = "Rv",
        [InstallState.Superseded] = "Su",
        [InstallState.AlreadyCompliant] = "Al",
        [InstallState.NotApplicable] = "Na",
        [InstallState.Discrepant] = "Di",
        [InstallState.Reopened] = "Ro",
        [InstallState.Unreachable] = "Un",
        [InstallState.RemovedFromService] = "Rm",
    };

    private static string Cell(InstallState state, int column)
    {
        Scene scene = Reach(state);
        scene.Install.State.Should().Be(state);
        scene.Wait(TimeSpan.FromHours(2));
        scene.Do(Events[column].Make(scene));
        if (scene.Last.Note is { } note) return $"-{char.ToLowerInvariant($"{note}"[0])}";
        return scene.Last.Install.State == state ? "=" : Codes[scene.Last.Install.State];
    }

    private static Scene Reach(InstallState state) => state switch
    {
        InstallState.AlreadyCompliant or InstallState.NotApplicable => new Scene { Frozen = Scene.FrozenAs(state) },
        InstallState.Targeted => new Scene(),
        InstallState.Offered => new Scene().Offer(),
        <= InstallState.Committed => new Scene().Offer().InstallUpTo(state),
        InstallState.Confirmed => new Scene().Offer().InstallUpTo(InstallState.Committed).Show(fresh: true),
        InstallState.RolledBack => new Scene().Offer().InstallUpTo(InstallState.SelfTest).Say(state, new FailureReason(FailureFamily.Health)),
        InstallState.SafeDegraded or InstallState.Inconsistent =>
            new Scene().Offer().InstallUpTo(InstallState.Installing).Say(state, new FailureReason(FailureFamily.Rollback)),
        InstallState.Declined => new Scene().Offer().InstallUpTo(InstallState.WaitConsent).Say(state),
        InstallState.Expired => new Scene { Policy = new RolloutPolicy { OfferExpiry = TimeSpan.FromDays(3) } }.Offer().Wait(TimeSpan.FromDays(4)).Tick(),
        InstallState.Unreachable => new Scene().Offer().Wait(TimeSpan.FromDays(61)).Tick(),
        InstallState.Revoked => new Scene().Offer().Do(new InstallEvent.Revoked()),
        InstallState.Superseded => new Scene().Offer().Do(new InstallEvent.Superseded("00000000000a")),
        InstallState.RemovedFromService => new Scene().Offer().Do(new InstallEvent.Removed("scrapped")),
        InstallState.Discrepant => new Scene().Offer().InstallUpTo(InstallState.Committed).Show(fresh: true, Scene.Brake),
        InstallState.Reopened => new Scene().Offer().InstallUpTo(InstallState.Committed).Show(fresh: true).Show(fresh: false, Scene.Brake),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a way to it, and a row."),
    };

    private static InstallEvent Say(Scene scene, InstallState state, FailureFamily? family = null) => scene.Saying(
        state, family is { } known ? new FailureReason(known, 1) : null, Math.Max(1, scene.Install.Attempt), Math.Max(1, scene.Install.Offer));
}
