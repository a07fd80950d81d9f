using Ota.Core.Bundles.Verification;

namespace Ota.Simulator.Agent.Trust;

/// <summary>Runs the client's workflow over files from anywhere.</summary>
internal static class TrustRefresh
{
    /// <summary>Adds files to a set until it is complete or one is refused.</summary>
    /// <param name="set">With a root at least.</param>
    /// <param name="get">Gives a file; null if the repository has none of that name.</param>
    public static async Task<(TrustedSet Set, Refusal? Refusal)> CompleteAsync(TrustedSet set, Func<WantedFile, Task<byte[]?>> get)
    {
        Refusal? refusal = null;
        while (refusal is null && RefreshMachine.Next(set) is { } wanted)
            refusal = RefreshMachine.Apply(set, wanted, await get(wanted), out set);
        return (set, refusal);
    }

    /// <summary>Verifies both repositories' word about a vehicle, asking for delegated roles as they are needed.</summary>
    public static async Task<(FullResult Result, TrustedSet Image)> VerifyAsync(
        TrustedSet director, TrustedSet image, string vid, IReadOnlyCollection<EcuState> ecus, Func<WantedFile, Task<byte[]?>> get)
    {
        while (true)
        {
            FullResult result = FullVerification.Check(director, image, vid, ecus);
            if (result is not FullResult.Needs { File: var wanted }) return (result, image);
            if (RefreshMachine.Apply(image, wanted, await get(wanted), out image) is { } refusal)
                return (new FullResult.Refused([refusal]), image);
        }
    }
}
