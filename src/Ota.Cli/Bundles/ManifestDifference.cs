namespace Ota.Cli.Bundles;

/// <summary>A value that two manifests have different.</summary>
/// <param name="Where">Which: a JSON Pointer, images by their hardware.</param>
/// <param name="Before">In the first; empty if it is not there.</param>
/// <param name="After">In the second.</param>
internal sealed record ManifestDifference(string Where, string Before, string After);
