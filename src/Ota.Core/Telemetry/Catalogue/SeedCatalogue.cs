namespace Ota.Core.Telemetry.Catalogue;

/// <summary>The catalogue that comes with the product: signals of COVESA VSS 6, and OBD-II values as an overlay.</summary>
public static class SeedCatalogue
{
    private static readonly string[] Names = ["vss6.csv", "obd.csv"];

    /// <summary>The files, the standard first: what a maker's own overlays are laid over.</summary>
    public static IReadOnlyList<CatalogueFile> Files { get; } = [.. Names.Select(Load)];

    /// <summary>The catalogue that the files make.</summary>
    public static SignalCatalogue Catalogue { get; } =
        CatalogueReader.Read(Files) is { Catalogue: { } catalogue } ? catalogue : throw new InvalidDataException("The seed is not valid.");

    private static CatalogueFile Load(string name)
    {
        using Stream stream = typeof(SeedCatalogue).Assembly.GetManifestResourceStream($"Ota.Core.Catalogue.{name}")!;
        using StreamReader reader = new(stream);
        return new CatalogueFile(name, reader.ReadToEnd());
    }
}
