using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Director;

/// <summary>An image that one ECU of a vehicle shall install.</summary>
/// <param name="Ecu">The ECU.</param>
/// <param name="Hardware">What hardware it is.</param>
/// <param name="Path">The image's name in the Image repository.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hashes">Its hashes, all that the Image repository lists.</param>
/// <param name="ReleaseCounter">Which release of the software it is; null if not counted.</param>
public sealed record DirectorImage(EcuSerial Ecu, HardwareId Hardware, TargetPath Path, long Length, FileHashes Hashes, long? ReleaseCounter);
