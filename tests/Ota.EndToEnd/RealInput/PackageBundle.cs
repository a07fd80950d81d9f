using System.Globalization;
using System.Text;

namespace Ota.EndToEnd.RealInput;

/// <summary>A manifest in which each package is the image of an ECU.</summary>
/// <param name="version">1 or 2; the second may replace the first alone.</param>
internal sealed class PackageBundle(int version)
{
    private static readonly IReadOnlyList<string> Names = DebianPackages.Names();

    public IReadOnlyList<PackageImage> Images { get; } = [.. Names.Select(name => PackageImage.Of(version, name))];

    /// <summary>Two vehicles with an ECU for each package: one of which nobody knows what it runs, and one that runs the first version.</summary>
    public static string Fleet(string unknown, string known)
    {
        string[] facts = ["serial", "hardware_id", "role", "image", "version", "digest"];
        IEnumerable<string> columns = Names.SelectMany((_, i) => facts.Select(fact => $"ecu.{i + 1}.{fact}"));
        return $"vin,model,year,market,{string.Join(',', columns)}\n{Row(unknown, isKnown: false)}{Row(known, isKnown: true)}";
    }

    private static string Row(string vin, bool isKnown)
    {
        IEnumerable<string> cells = Names.Select((name, i) =>
        {
            PackageImage first = PackageImage.Of(1, name);
            string runs = isKnown ? $"{first.Path},1,{first.Sha256}" : ",,";
            return $"serial-{i},{HardwareOf(name)},{(i == 0 ? "primary" : "secondary")},{runs}";
        });
        return $"{vin},e-Up,2021,DE,{string.Join(',', cells)}\n";
    }

    public static string HardwareOf(string name) => $"ecu-{name}";

    public string Yaml()
    {
        StringBuilder yaml = new();
        yaml.Append(CultureInfo.InvariantCulture, $"manifest: 1\ntitle: Debian on wheels\nversion: \"{version}\"\nmarkets: {{ DE: [de] }}\nimages:\n");
        foreach (PackageImage image in Images)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"""
                  - path: {image.Path}
                    file: {image.File}
                    version: "{version}"
                    hardwareIds: [{HardwareOf(image.Name)}]
                    releaseCounter: {image.ReleaseCounter}
                    before: {(image.Before is { } before ? $"[{before}]" : "any")}
                    order: 1

                """);
        }

        return yaml.Append("""
            preconditions: { parked: true, minBatteryMillivolts: 12200 }
            durationMinutes: { expected: 20, longest: 40 }
            texts:
              de:
                title: Neue Pakete
                purpose: Schließt Sicherheitslücken.
                changes: Kern und Browser sind neuer.
                duration: Etwa 20 Minuten, höchstens 40.
                unavailable: Das Auto kann währenddessen nicht fahren.
                instructions: Stellen Sie das Auto eben ab.
            dossier:
              purpose: Closes holes.
              affectedSystems: [infotainment]
              affectsRequirements: { answer: false, reason: It has to do with no regulation. }
              affectsParameters: { answer: false, reason: It has to do with no approval. }
              safetyRelevant: { answer: false, reason: It neither brakes nor steers. }
              approval: { state: notNeeded }
              execution: Parked.
              safetyEvidence: [SAFE-1]
              verification: [VV-1]
            """).ToString();
    }
}
