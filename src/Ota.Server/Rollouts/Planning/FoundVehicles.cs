namespace Ota.Server.Rollouts.Planning;

/// <summary>What became of the VINs and vids of a list.</summary>
/// <param name="Numbers">Of those that are registered, each once, rising.</param>
/// <param name="Unknown">How many are not.</param>
/// <param name="Named">Of those, the first.</param>
internal sealed record FoundVehicles(IReadOnlyList<long> Numbers, long Unknown, IReadOnlyList<string> Named)
{
    public const int MostNamed = 1000;

    public static readonly FoundVehicles None = new([], 0, []);
}
