using Google.Protobuf;
using Ota.Payloads.V1;
using Ota.Server.Rollouts.Jobs;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>Messages of vehicles about updates, as a test wants them.</summary>
internal static class Reports
{
    public const string Rollout = "0123456789ab";

    public static JobName Job => new(Rollout, 1);

    public static OtaReport Wanted(string rollout = "", uint offer = 0) =>
        new() { SchemaVersion = 1, RequestId = 7, JobRequest = new JobRequest { Rollout = rollout, Offer = offer } };

    public static OtaReport Status(JobState state = JobState.Installing, uint attempt = 1, ulong seq = 1, Action<JobStatus>? change = null)
    {
        JobStatus status = new() { Rollout = Rollout, Offer = 1, Attempt = attempt, Seq = seq, State = state };
        change?.Invoke(status);
        return new OtaReport { SchemaVersion = 1, RequestId = 7, Status = status };
    }

    public static OtaReport Start(uint attempt = 1) =>
        new() { SchemaVersion = 1, RequestId = 7, StartRequest = new StartRequest { Rollout = Rollout, Offer = 1, Attempt = attempt } };

    public static OtaReport Proof(ByteString? signed = null) => new()
    {
        SchemaVersion = 1,
        RequestId = 7,
        Proof = new ProofMessage
        {
            Rollout = Rollout,
            Offer = 1,
            Inventory = new InventoryMessage { SchemaVersion = 1, Position = At(1), SignedInventory = signed ?? ByteString.CopyFromUtf8("x") },
        },
    };

    public static Position At(ulong seq) =>
        new() { BootId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()), BootCount = 1, Connection = 1, Seq = seq };
}
