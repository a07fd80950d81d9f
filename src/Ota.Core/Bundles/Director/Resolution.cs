namespace Ota.Core.Bundles.Director;

/// <summary>What a bundle means for one vehicle.</summary>
public abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>It can be installed.</summary>
    /// <param name="Images">One for each ECU that takes part, by serial number.</param>
    public sealed record Resolved(IReadOnlyList<DirectorImage> Images) : Resolution;

    /// <summary>It cannot.</summary>
    /// <param name="Refusals">Everything that is in the way; at least one.</param>
    public sealed record Refused(IReadOnlyList<AssignmentRefusal> Refusals) : Resolution;
}
