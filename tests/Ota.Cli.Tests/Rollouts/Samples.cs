using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>A rollout of 1,000 vehicles in its second wave, and what belongs to it.</summary>
internal static class Samples
{
    public const string Name = "rollouts/3f9a12bc44d0";

    // Later than any clock of a machine that runs this, so that deadlines computed from it are not over.
    public static readonly DateTimeOffset Now = new(2040, 5, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly ByteString Policy = ByteString.CopyFromUtf8("{\"holdBackPermille\":20,\"waves\":[20]}");

    public static Timestamp Ago(double hours) => Now.AddHours(-hours).ToTimestamp();

    public static Bundle Bundle()
    {
        ByteString manifest = SampleManifest.Published;
        return new Bundle
        {
            Name = $"bundles/{Digest(manifest)}",
            Title = "brake-fix",
            Version = "2.4.1",
            State = BundleState.Staged,
            Manifest = manifest,
        };
    }

    public static Rollout Draft()
    {
        Rollout draft = new()
        {
            Name = Name,
            Title = "Brake fix",
            Bundle = Bundle().Name,
            BundleTitle = "brake-fix 2.4.1",
            State = RolloutState.Draft,
            Author = "operators/anna",
            CreateTime = Ago(50),
            Population = 1000,
            Verdicts =
            {
                new VerdictCount { State = InstallState.Targeted, Vehicles = 940 },
                new VerdictCount { State = InstallState.Targeted, Vehicles = 30, Reason = "its last inventory is older than 90 days" },
                new VerdictCount { State = InstallState.AlreadyCompliant, Vehicles = 25 },
                new VerdictCount { State = InstallState.NotApplicable, Vehicles = 5, Reason = "no ECU of hardware brake-mk3" },
            },
            PopulationDigest = new string('a', 64),
            Policy = Policy,
            PolicyDigest = Digest(Policy),
            Revision = 1,
        };
        draft.ApprovalStatement = ByteString.CopyFromUtf8(StatementOf(draft));
        return draft;
    }

    public static string StatementOf(Rollout rollout) =>
        $"ota-rollout-approval/v1\nrollout 3f9a12bc44d0\nbundle {rollout.Bundle["bundles/".Length..]}\npopulation {rollout.PopulationDigest}\npolicy {rollout.PolicyDigest}\n";

    public static Rollout Running()
    {
        Rollout running = new(Draft())
        {
            State = RolloutState.Running,
            Approver = "operators/kim",
            StartTime = Ago(30),
            ApprovalStatement = ByteString.Empty,
            ExpectedTime = Now.AddDays(12).ToTimestamp(),
            Rates = new Rates { OffersHour = 120, ProofsHour = 18, OffersMinute = 2, ProofsMinute = 1 },
            Revision = 417,
            Waves =
            {
                Wave(0, 49, (InstallState.Targeted, 19), (InstallState.AlreadyCompliant, 25), (InstallState.NotApplicable, 5)),
                Wave(1, 20, (InstallState.Confirmed, 18), (InstallState.RolledBack, 1), (InstallState.Declined, 1)),
                Wave(
                    2,
                    60,
                    (InstallState.Confirmed, 22),
                    (InstallState.Committed, 2),
                    (InstallState.Installing, 3),
                    (InstallState.WaitConsent, 9),
                    (InstallState.WaitSafeState, 4),
                    (InstallState.Downloading, 11),
                    (InstallState.Offered, 8),
                    (InstallState.Inconsistent, 1)),
                Wave(3, 180, (InstallState.Targeted, 180)),
                Wave(4, 691, (InstallState.Targeted, 688), (InstallState.RemovedFromService, 3)),
            },
            Work =
            {
                new WorkCount { List = WorkList.Letter, Vehicles = 1 },
                new WorkCount { List = WorkList.Workshop, Vehicles = 1, Overdue = 1 },
                new WorkCount { List = WorkList.Inspection, Vehicles = 1 },
            },
            Failures = { new FailureCount { Family = "flash", Vehicles = 1 }, new FailureCount { Family = "rollback", Vehicles = 1 } },
            Approvals = { new Approval { Operator = "operators/kim", Time = Ago(31) } },
            Events =
            {
                Event(50, "operators/anna", "created", "1,000 vehicles frozen"),
                Event(31, "operators/kim", "approved", ""),
                Event(30, "operators/kim", "started", ""),
                Event(29.9, "controller", "wave_opened", "Wave 1 is open: 20 vehicles"),
                Event(3, "controller", "wave_opened", "Wave 2 is open: 60 vehicles"),
            },
        };
        (running.Waves[1].OpenTime, running.Waves[1].ProvenTime, running.Waves[1].Begun, running.Waves[1].Soaked) = (Ago(29.9), Ago(27), 20, 12);
        (running.Waves[2].OpenTime, running.Waves[2].Begun, running.Waves[2].Silent) = (Ago(3), 28, 1);
        return running;
    }

    public static List<Install> Installs() =>
    [
        new()
        {
            Vid = Vid(1), Rollout = Name, Wave = 1, State = InstallState.RolledBack, StateTime = Ago(26), Attempts = 3, Failures = 3, Offer = 1,
            Reason = "flash 0x72 (E-1204)", Work = WorkList.Inspection, WorkDueTime = Now.AddDays(2).ToTimestamp(), HeardTime = Ago(1),
        },
        new()
        {
            Vid = Vid(2), Rollout = Name, Wave = 1, State = InstallState.Declined, StateTime = Ago(20), Attempts = 0, Reason = "user",
            Work = WorkList.Letter, WorkDueTime = Now.AddDays(12).ToTimestamp(), HeardTime = Ago(20),
        },
        new()
        {
            Vid = Vid(3), Rollout = Name, Wave = 2, State = InstallState.Inconsistent, StateTime = Ago(2), Attempts = 1, Failures = 1, Reason = "rollback 0x02",
            Work = WorkList.Workshop, WorkDueTime = Ago(1), HeardTime = Ago(2),
        },
        new()
        {
            Vid = Vid(4), Rollout = Name, Wave = 2, State = InstallState.WaitSafeState, StateTime = Ago(1), Conditions = { "battery.min 60", "parked" }, HeardTime = Ago(0.1),
        },
    ];

    public static string Vid(int number) => number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    public static RolloutEvent Event(double hoursAgo, string actor, string kind, string text) => new() { Time = Ago(hoursAgo), Actor = actor, Kind = kind, Text = text };

    private static Wave Wave(int number, long vehicles, params (InstallState State, long Vehicles)[] states) => new()
    {
        Wave_ = number,
        Vehicles = vehicles,
        States = { states.Select(one => new StateCount { State = one.State, Vehicles = one.Vehicles }) },
    };

    private static string Digest(ByteString bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
