namespace Ota.Server.Bundles.Artifacts;

/// <summary>An artifact that is complete and checked.</summary>
internal sealed record StoredArtifact(ArtifactTerms Terms, string Creator, DateTimeOffset Created);
