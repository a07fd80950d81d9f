using Ota.Core.Bundles.Keys;

namespace Ota.Core.Bundles.Director;

/// <summary>Who signs a Director's files; the root lists their keys.</summary>
/// <param name="Targets">Of the role targets.</param>
/// <param name="Snapshot">Of the role snapshot.</param>
/// <param name="Timestamp">Of the role timestamp.</param>
public sealed record DirectorSigners(ISigner Targets, ISigner Snapshot, ISigner Timestamp);
