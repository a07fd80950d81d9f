using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Rollouts.Installs;

/// <summary>Makes installs and events of any content.</summary>
internal sealed class InstallMaker(Random random)
{
    public Install Install() => new()
    {
        Rollout = Whole(),
        Vehicle = Whole(),
        Wave = random.Next(9),
        State = State(),
        Since = Time(),
        Revision = Whole(),
        Offer = random.Next(3),
        Attempt = random.Next(3),
        Failures = random.Next(3),
        Heard = Maybe(Position),
        HeardAt = Maybe(Time),
        Targets = Some(Target),
        Ecus = Some(Progress),
        Conditions = Some(Text),
        Postponed = random.Next(3),
        ToldBefore = MaybeTold(),
        ToldAfter = MaybeTold(),
        Reason = MaybeReason(),
        Nonce = Text(),
        Found = random.Next(2) == 0 ? null : Finding(),
        ConfirmedAt = Maybe(Time),
        ClaimedAt = Maybe(Time),
        UseAtProof = Maybe(Use),
        Use = Maybe(Use),
        FaultAt = Maybe(Time),
        PermitUntil = Maybe(Time),
        Said = Maybe(State),
        Failure = MaybeReason(),
        EndedAs = Maybe(State),
        FailedAttempts = random.Next(3),
        RetryAt = Maybe(Time),
        OfferedAt = Maybe(Time),
        WaitingSince = Maybe(Time),
        BegunAt = Maybe(Time),
        CommittedAt = Maybe(Time),
        Asked = random.Next(3),
        IsProven = random.Next(2) == 0,
        Refusals = random.Next(3),
        SilentAt = Maybe(Time),
        Due = Maybe(Time),
        Work = (WorkList)random.Next(5),
        WorkDue = Maybe(Time),
    };

    public InstallEvent Event() => random.Next(14) switch
    {
        0 => new InstallEvent.Offered(Some(Target), Text()),
        1 => new InstallEvent.NotOffered(Reason()),
        2 => new InstallEvent.Contacted(Maybe(Use)),
        3 => new InstallEvent.Reported(Report()),
        4 => new InstallEvent.Permitted(random.Next(), Time()),
        5 => new InstallEvent.Shown(Finding(), Text()),
        6 => new InstallEvent.ProofRefused(),
        7 => new InstallEvent.FaultSeen(Text()),
        8 => new InstallEvent.Claimed(Text()),
        9 => new InstallEvent.RetryWanted(Text()),
        10 => new InstallEvent.Revoked(),
        11 => new InstallEvent.Superseded(Text()),
        12 => new InstallEvent.Removed(Text()),
        _ => new InstallEvent.TimePassed(),
    };

    private VehicleReport Report() => new(Position(), State())
    {
        Ecus = Some(Progress),
        Reason = MaybeReason(),
        Conditions = Some(Text),
        Postponed = random.Next(4),
        ToldBefore = MaybeTold(),
        ToldAfter = MaybeTold(),
    };

    private UserTold? MaybeTold() => random.Next(2) == 0 ? null : new UserTold(Time(), Text());

    private InstallTarget Target() => new(Ecu(), Text(), Text(), Whole());

    private EcuProgress Progress() => new(Ecu(), (EcuInstallState)random.Next(1, 10), MaybeReason());

    private InventoryFinding Finding() => new((ulong)random.NextInt64() * 2, Text(), random.Next(2) == 0, Some(Ecu)) { PrimaryKey = Text() };

    private ReportPosition Position() => new(random.Next(), random.Next(), Whole());

    private VehicleUse Use() => new(Whole(), Whole());

    private InstallState State() => (InstallState)random.Next(1, 27);

    private FailureReason? MaybeReason() => random.Next(2) == 0 ? null : Reason();

    private FailureReason Reason() => new((FailureFamily)random.Next(1, 13), random.Next(), Text());

    private EcuSerial Ecu() => EcuSerial.TryParse($"E{random.Next(100)}:#/x")!;

    private DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(4_000_000_000_000));

    private long Whole() => random.NextInt64();

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => (char)random.Next(' ', 0x7f)));

    private List<T> Some<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];

    private T? Maybe<T>(Func<T> make)
        where T : struct => random.Next(2) == 0 ? null : make();
}
