using System.Security.Cryptography;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Policies as JSON: camelCase members named as in <see cref="RolloutPolicy"/>, durations as texts such as 90s, 15m, 24h, 14d, windows as 22:00-05:30.</summary>
public static class PolicyForm
{
    /// <summary>Bytes of a policy at most.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly JsonLimits Limits = new() { MaxBytes = MaxBytes, MaxDepth = 8, MaxValues = 5_000 };

    /// <summary>Reads one and tells every problem, each with a JSON Pointer and what to do. What is left out has its default.</summary>
    /// <param name="json">UTF-8, up to 64 KiB; empty takes the defaults.</param>
    /// <returns>The policy, or null with at least one problem.</returns>
    public static (RolloutPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return (new RolloutPolicy(), []);
        return StrictJson.TryRead(json.Span, Limits, out string? problem) is { } document
            ? PolicyReader.Read(document)
            : (null, [new PolicyProblem(JsonPointer.Root, problem!)]);
    }

    /// <summary>The canonical form: every member, in one order, canonical JSON (OLPC rules as for metadata). Reading it gives the same policy.</summary>
    /// <param name="policy">One that <see cref="Read"/> would take.</param>
    /// <exception cref="ArgumentException">A duration is no whole number of seconds, or the deadline no whole second.</exception>
    public static byte[] Write(RolloutPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return CanonicalJson.Encode(PolicyWriter.ToJson(policy));
    }

    /// <summary>SHA-256 of the canonical form, lower-case hexadecimal.</summary>
    /// <param name="policy">One that <see cref="Read"/> would take.</param>
    public static string DigestOf(RolloutPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(Write(policy)));
}
