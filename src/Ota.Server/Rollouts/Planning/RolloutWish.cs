using Ota.Core.Rollouts.Policies;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Bundles.Director;
using Ota.Server.Hosting;

namespace Ota.Server.Rollouts.Planning;

/// <summary>What somebody wants a rollout to be, as far as it could be read; what could not is among the violations.</summary>
/// <param name="Title">What people shall call it.</param>
/// <param name="Bundle">The bundle's digest.</param>
/// <param name="Policy">How to go about it.</param>
/// <param name="Filter">Null if vehicles are named instead.</param>
/// <param name="FilterText">As it was given.</param>
internal sealed record RolloutWish(string Title, string Bundle, RolloutPolicy Policy, FilterNode? Filter, string FilterText)
{
    public const int LongestTitle = 200;

    /// <param name="specification">As it came.</param>
    /// <param name="needsTitle">A plan does without.</param>
    /// <param name="violations">Takes what is wrong.</param>
    public static RolloutWish Read(V1.RolloutSpecification? specification, bool needsTitle, Violations violations)
    {
        V1.RolloutSpecification given = specification ?? new V1.RolloutSpecification();
        if ((needsTitle || given.Title.Length > 0) && !Label.IsValid(given.Title, LongestTitle))
            violations.Add("specification.title", $"Give it a name of 1 to {LongestTitle} characters on one line.");
        string? bundle = BundleResource.TryParse(given.Bundle);
        if (bundle is null) violations.Add("specification.bundle", "Not bundles/ and 64 lower-case hexadecimal digits; ListBundles shows the names.");
        (RolloutPolicy? policy, IReadOnlyList<PolicyProblem> problems) = PolicyForm.Read(given.Policy.Memory);
        foreach (PolicyProblem problem in problems) violations.Add($"specification.policy{problem.Pointer}", problem.Sentence);
        return new RolloutWish(given.Title, bundle ?? "", policy ?? new RolloutPolicy(), ReadFilter(given.Filter, violations), given.Filter);
    }

    /// <returns>Null for an empty one, which does not mean all vehicles here: nobody should update a whole fleet by leaving something out.</returns>
    public static FilterNode? ReadFilter(string text, Violations violations)
    {
        if (text.Length == 0) return null;
        FilterNode? filter = FilterParser.TryParse(text, out FilterProblem? problem);
        if (problem is not null) violations.Add("specification.filter", problem.ToString());
        return filter;
    }
}
