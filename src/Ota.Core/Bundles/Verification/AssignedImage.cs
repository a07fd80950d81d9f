using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Verification;

/// <summary>An image that ECUs shall install.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Entry">The Director's description.</param>
/// <param name="Ecus">Who shall install it.</param>
public sealed record AssignedImage(TargetPath Path, TargetEntry Entry, IReadOnlyList<EcuSerial> Ecus);
