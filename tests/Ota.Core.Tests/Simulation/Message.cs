using Ota.Core.Rollouts.Installs;

namespace Ota.Core.Tests.Simulation;

/// <summary>What cars and backend say to each other, as docs/vehicle-protocol.md has it, without bytes.</summary>
internal abstract record Message
{
    public sealed record JobRequest(VehicleUse Use) : Message;

    public sealed record Status(long Rollout, VehicleReport Report) : Message;

    public sealed record StartRequest(long Rollout, int Offer) : Message;

    /// <summary>An inventory; a proof if it has the nonce that somebody asked for.</summary>
    public sealed record Inventory(int Primary, ulong Counter, string Nonce, IReadOnlyDictionary<string, string> Images) : Message;

    /// <summary>One whose signature does not hold.</summary>
    public sealed record Forgery(long Rollout) : Message;

    /// <summary>A trouble code, as it first occurred.</summary>
    public sealed record Fault(string Code, DateTimeOffset At) : Message;

    public sealed record Hint : Message;

    public sealed record Job(long Rollout, int Offer, string Nonce, IReadOnlyList<InstallTarget> Targets, bool WantsProof, bool IsStopped) : Message;

    public sealed record NoJob : Message;

    public sealed record StatusReply(
        long Rollout, ReportPosition At, bool Stands, string Nonce, bool WantsProof, bool IsStopped, DateTimeOffset? RetryAt) : Message;

    public sealed record StartReply(long Rollout, int Offer, DateTimeOffset? Until) : Message;
}
