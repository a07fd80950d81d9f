using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Bundles.Verifying;

/// <summary>An image that signed targets describe.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Entry">What the signed file says of it.</param>
/// <param name="Role">Whose keys signed that file.</param>
internal sealed record VerifiedImage(TargetPath Path, TargetEntry Entry, string Role);
