namespace Ota.Core.Operators;

/// <summary>Who may call one gRPC method, and whether a call changes anything.</summary>
/// <param name="Access">Who may call it.</param>
/// <param name="Roles">For <see cref="MethodAccess.Roles"/>: one of them is needed. Else empty.</param>
/// <param name="Mutates">Whether a call changes state, so that it is written to the audit log.</param>
public sealed record MethodRule(MethodAccess Access, RoleSet Roles, bool Mutates)
{
    /// <summary>
    /// Whether a stream of requests is content whose digest an earlier call announced: then the audit log keeps the first message alone
    /// and does not hash the content once more.
    /// </summary>
    public bool IsBulk { get; init; }
}
