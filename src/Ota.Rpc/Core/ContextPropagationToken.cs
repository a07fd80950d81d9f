namespace Grpc.Core;

/// <summary>Deadline and cancellation of the call being served, for calls made on its behalf.</summary>
public sealed class ContextPropagationToken
{
    internal ContextPropagationToken(ContextPropagationOptions options, DateTime deadline, CancellationToken cancellation)
    {
        Deadline = options.IsPropagateDeadline ? deadline : DateTime.MaxValue;
        CancellationToken = options.IsPropagateCancellation ? cancellation : CancellationToken.None;
    }

    internal DateTime Deadline { get; }

    internal CancellationToken CancellationToken { get; }
}
