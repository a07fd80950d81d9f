namespace Grpc.Core;

/// <summary>What a call made inside a handler inherits from the call being served.</summary>
/// <param name="propagateDeadline">The deadline.</param>
/// <param name="propagateCancellation">The cancellation.</param>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Both.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Whether the deadline is inherited.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Whether the cancellation is inherited.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
