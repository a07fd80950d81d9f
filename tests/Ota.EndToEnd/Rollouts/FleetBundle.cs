using System.Globalization;
using System.Text;

namespace Ota.EndToEnd.Rollouts;

/// <summary>The manifest that brings a made fleet from the images 1.0 to 2.0: gateway first, then the two that depend on it.</summary>
internal static class FleetBundle
{
    private static readonly string[] Markets = ["DE: [de]", "ES: [es]", "FR: [fr]", "IT: [it]", "NL: [nl]", "PL: [pl]"];
    private static readonly string[] Languages = ["de", "es", "fr", "it", "nl", "pl"];

    /// <param name="images">The folder with the images.</param>
    public static string Yaml(string images)
    {
        StringBuilder yaml = new();
        yaml.Append(CultureInfo.InvariantCulture, $"manifest: 1\ntitle: Brake control fix\nversion: \"2.0\"\nmarkets: {{ {string.Join(", ", Markets)} }}\nimages:\n");
        Image("sim-gw", "sim-gw-1, sim-gw-2", 1, "");
        Image("sim-body", "sim-body-1", 2, "dependsOn: [sim-gw/2.0.bin]");
        Image("sim-drive", "sim-drive-1", 3, "dependsOn: [sim-gw/2.0.bin]");
        yaml.Append("""
            preconditions: { parked: true, minBatteryMillivolts: 12200 }
            durationMinutes: { expected: 20, longest: 40 }
            dossier:
              purpose: Shortens the stopping distance.
              affectedSystems: [brakes]
              affectsRequirements: { answer: false, reason: The braking curve stays as it is. }
              affectsParameters: { answer: false, reason: The approval names no parameter of it. }
              safetyRelevant: { answer: true, reason: It brakes. }
              approval: { state: notNeeded }
              execution: Parked, by the gateway, after the driver agreed.
              safetyEvidence: [SAFE-1]
              verification: [VV-1]
            texts:

            """);
        foreach (string language in Languages)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  {{language}}:
                    title: Brakes ({{language}})
                    purpose: Closes a hole.
                    changes: Brakes sooner.
                    duration: 20 minutes, 40 at most.
                    unavailable: The car cannot be driven meanwhile.
                    instructions: Park and lock it.

                """);
        }

        return yaml.ToString();

        void Image(string name, string hardware, int order, string more) => yaml.Append(CultureInfo.InvariantCulture, $"""
              - path: {name}/2.0.bin
                file: {images}/{name}-2.0.bin
                version: "2.0"
                hardwareIds: [{hardware}]
                releaseCounter: 2
                before: any
                order: {order}
                {more}

            """);
    }
}
