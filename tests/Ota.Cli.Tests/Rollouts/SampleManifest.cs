using Google.Protobuf;
using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>The manifest of brake-fix 2.4.1 as it is published.</summary>
internal static class SampleManifest
{
    private const string Source = """
        {
          "manifest": 1, "title": "brake-fix", "version": "2.4.1", "markets": { "DE": ["de"] },
          "images": [{
            "path": "brake/fw-2.4.1.bin", "length": 4, "version": "2.4.1", "hardwareIds": ["brake-mk2"], "releaseCounter": 24, "before": "any", "order": 1,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "sha512": "ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff"
          }],
          "preconditions": { "minBatteryMillivolts": 12000 },
          "durationMinutes": { "expected": 5, "longest": 9 },
          "texts": { "de": { "title": "t", "purpose": "p", "changes": "c", "duration": "d", "unavailable": "u", "instructions": "i" } },
          "dossier": {
            "purpose": "Shorter braking distance in the cold.", "affectedSystems": ["brakes"],
            "affectsRequirements": { "answer": false, "reason": "none" }, "affectsParameters": { "answer": false, "reason": "none" },
            "safetyRelevant": { "answer": false, "reason": "test" }, "approval": { "state": "notNeeded" }, "execution": "parked",
            "safetyEvidence": ["S-1"], "verification": ["V-1"]
          }
        }
        """;

    public static ByteString Published { get; } = ByteString.CopyFrom(BundleName.Publish(ManifestCheck.Read(System.Text.Encoding.UTF8.GetBytes(Source)).Manifest!));
}
