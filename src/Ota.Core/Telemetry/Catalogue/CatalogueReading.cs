namespace Ota.Core.Telemetry.Catalogue;

/// <summary>What reading catalogue files gave.</summary>
/// <param name="Catalogue">The catalogue; null if there are problems.</param>
/// <param name="Problems">Every problem, each naming file and line and saying what to change.</param>
public sealed record CatalogueReading(SignalCatalogue? Catalogue, IReadOnlyList<string> Problems);
