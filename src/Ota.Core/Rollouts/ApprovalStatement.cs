using System.Text;

namespace Ota.Core.Rollouts;

/// <summary>What an approver signs: text of five lines, so that a person can read it.</summary>
public static class ApprovalStatement
{
    /// <summary>
    /// <c>ota-rollout-approval/v1</c>, <c>rollout {id}</c>, <c>bundle {digest}</c>, <c>population {digest}</c>, <c>policy {digest}</c>, each with a
    /// line feed, UTF-8. That of an amendment has the digest over all that would be frozen with it.
    /// </summary>
    /// <param name="id">The rollout's id.</param>
    /// <param name="bundle">SHA-256 of the bundle's manifest.</param>
    /// <param name="population">The population's digest.</param>
    /// <param name="policy">The policy's digest.</param>
    /// <exception cref="ArgumentException">A part is no hexadecimal text: a statement whose lines could be read in two ways must not be signed.</exception>
    public static byte[] Write(string id, string bundle, string population, string policy)
    {
        foreach (string part in (ReadOnlySpan<string>)[id, bundle, population, policy])
        {
            if (string.IsNullOrEmpty(part) || !part.All(char.IsAsciiHexDigitLower))
                throw new ArgumentException($"'{part}' is not lower-case hexadecimal digits, as ids and digests are.");
        }

        return Encoding.UTF8.GetBytes($"ota-rollout-approval/v1\nrollout {id}\nbundle {bundle}\npopulation {population}\npolicy {policy}\n");
    }
}
