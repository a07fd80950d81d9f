using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// How a targets role was reached. Two roles may delegate to one name with different keys, so a file that is trusted for one of them
/// is not for the other.
/// </summary>
/// <param name="Delegator">The chain of the role that delegates; null for the top role.</param>
/// <param name="Role">The role.</param>
public sealed record DelegationChain(DelegationChain? Delegator, RoleName Role)
{
    /// <summary>The top role.</summary>
    public static DelegationChain Top { get; } = new(null, RoleName.Targets);

    /// <summary>The roles from the top, with &gt; between them.</summary>
    public override string ToString() => Delegator is null ? Role.Value : $"{Delegator} > {Role}";
}
