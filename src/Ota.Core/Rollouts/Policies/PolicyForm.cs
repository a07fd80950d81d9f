namespace Ota.Core.Rollouts.Policies;

/// <summary>Policies as JSON: camelCase members named as in <see cref="RolloutPolicy"/>, durations as texts such as 90s, 15m, 24h, 14d, windows as 22:00-05:30.</summary>
public static class PolicyForm
{
    /// <summary>Reads one and tells every problem, each with a JSON Pointer and what to do. What is left out has its default.</summary>
    /// <param name="json">UTF-8, up to 64 KiB; empty takes the defaults.</param>
    /// <returns>The policy, or null with at least one problem.</returns>
    public static (RolloutPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(ReadOnlyMemory<byte> json) => throw new NotImplementedException();

    /// <summary>The canonical form: every member, in one order, canonical JSON (OLPC rules as for metadata). Reading it gives the same policy.</summary>
    /// <param name="policy">Any.</param>
    public static byte[] Write(RolloutPolicy policy) => throw new NotImplementedException();

    /// <summary>SHA-256 of the canonical form, lower-case hexadecimal.</summary>
    /// <param name="policy">Any.</param>
    public static string DigestOf(RolloutPolicy policy) => throw new NotImplementedException();
}
