using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>Something that an operator does with a rollout as a whole.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Description">What it does.</param>
/// <param name="Doing">What is shown meanwhile.</param>
/// <param name="Call">The call.</param>
internal sealed record Act(string Name, string Description, string Doing, Func<Session, RolloutActRequest, CallOptions, AsyncUnaryCall<Rollout>> Call)
{
    public bool NeedsReason { get; init; } = true;

    /// <summary>What is asked before; null asks nothing.</summary>
    public Func<Rollout, string>? Question { get; init; }

    /// <summary>What to do next, given the id; empty if nothing follows.</summary>
    public Func<string, string> Next { get; init; } = _ => "";

    public required IReadOnlyList<string> Examples { get; init; }
}
