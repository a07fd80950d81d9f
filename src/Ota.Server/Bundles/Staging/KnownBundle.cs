namespace Ota.Server.Bundles.Staging;

/// <summary>A bundle that was staged once.</summary>
/// <param name="What">What it says.</param>
/// <param name="Withdrawn">Since when it is withdrawn; null if it is not.</param>
internal sealed record KnownBundle(StagedBundle What, DateTimeOffset? Withdrawn);
