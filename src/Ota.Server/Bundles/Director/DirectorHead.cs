namespace Ota.Server.Bundles.Director;

/// <summary>What shows whether anything about a vehicle is new.</summary>
/// <param name="Version">Of its files; 0 if there are none.</param>
/// <param name="Assignment">The number of what it was told last; 0 if nothing.</param>
internal readonly record struct DirectorHead(long Version, long Assignment);
