using Ota.Core.Operators;

namespace Ota.Core.Vehicles;

/// <summary>
/// Why somebody connects a VIN with a vehicle: written down with each look-up, since a VIN is personal data. Support staff name a
/// case; others may leave it out, and their role says it.
/// </summary>
public static class LookupPurpose
{
    /// <summary>The greatest length, in characters.</summary>
    public const int MaxLength = 200;

    // The first role that an operator has says what the look-up was for.
    private static readonly (Role Role, string Purpose)[] Defaults =
    [
        (Role.Privacy, "request of the person concerned"),
        (Role.Auditor, "audit"),
        (Role.Release, "operation of rollouts"),
        (Role.Approver, "approval of rollouts"),
        (Role.Engineer, "engineering"),
    ];

    /// <summary>Decides what is written down.</summary>
    /// <param name="roles">The operator's roles.</param>
    /// <param name="given">What the operator said, or empty.</param>
    /// <returns>The purpose; null if the operator has to name one, or the given one is too long or no text.</returns>
    public static string? For(RoleSet roles, string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Length > 0) return Label.IsValid(given, MaxLength) ? given : null;
        foreach ((Role role, string purpose) in Defaults)
        {
            if (roles.Contains(role)) return purpose;
        }

        return null;
    }
}
