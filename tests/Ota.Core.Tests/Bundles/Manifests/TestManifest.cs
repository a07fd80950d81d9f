using System.Text;
using System.Text.Json.Nodes;
using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Tests.Bundles.Manifests;

/// <summary>A manifest without problems, which a test changes at places named by JSON Pointers.</summary>
internal sealed class TestManifest
{
    public static readonly string A = new('a', 64);
    public static readonly string B = new('b', 64);
    public static readonly string C = new('c', 128);

    private static readonly string Text = $$"""
        {
          "manifest": 1, "title": "Brake fix", "version": "2.4.1", "supplier": "brakes-ag",
          "markets": { "FR": ["fr"], "BE": ["nl", "fr-BE", "de"] },
          "images": [
            { "path": "gw/fw-3.bin", "length": 1000, "sha256": "{{A}}", "sha512": "{{C}}", "version": "3.0", "hardwareIds": ["gw-1", "gw-2"],
              "releaseCounter": 30, "before": "any", "order": 1 },
            { "path": "brake/fw-2.4.1.bin", "length": 2000, "sha256": "{{B}}", "sha512": "{{C}}", "version": "2.4.1", "hardwareIds": ["brk"],
              "releaseCounter": 41, "before": ["{{A}}"], "order": 2, "dependsOn": ["gw/fw-3.bin"] }
          ],
          "preconditions": { "parked": true, "gear": ["park"], "minBatteryMillivolts": 12200, "ambientCelsius": { "min": -20, "max": 50 } },
          "durationMinutes": { "expected": 20, "longest": 40 },
          "texts": { "fr": {{User("Mise à jour")}}, "nl": {{User("Update")}}, "de": {{User("Aktualisierung")}} },
          "rxswins": [ { "before": "R13-H 001", "after": "R13-H 002" } ],
          "dossier": {
            "purpose": "Shorter stopping distance.", "affectedSystems": ["brakes", "gateway"], "typeApprovedSystems": ["brakes"],
            "affectsRequirements": { "answer": true, "reason": "R13-H, braking curve." },
            "affectsParameters": { "answer": false, "reason": "None is named in the approval." },
            "safetyRelevant": { "answer": true, "reason": "It brakes." },
            "approval": { "state": "granted", "reference": "E1*13-H*0042" },
            "execution": "Parked, by the gateway.", "safetyEvidence": ["SAFE-12"], "verification": ["VV-7"]
          },
          "requires": ["{{A}}"], "conflicts": ["{{B}}"]
        }
        """;

    private readonly JsonNode _root = JsonNode.Parse(Text)!;

    public byte[] Utf8 => Encoding.UTF8.GetBytes(_root.ToJsonString());

    /// <summary>Puts a value in a place; null takes away what is there. A place behind the last item of an array adds one.</summary>
    public TestManifest With(string pointer, string? json)
    {
        string[] names = [.. pointer.Split('/').Skip(1)];
        JsonNode parent = names[..^1].Aggregate(_root, (node, name) => (node is JsonArray items ? items[int.Parse(name)] : node[name])!);
        JsonNode? value = json is null ? null : JsonNode.Parse(json);
        if (parent is JsonArray array)
        {
            int index = int.Parse(names[^1]);
            if (index < array.Count) array.RemoveAt(index);
            if (json is not null) array.Insert(index, value);
        }
        else if (json is null)
        {
            parent.AsObject().Remove(names[^1]);
        }
        else
        {
            parent[names[^1]] = value;
        }

        return this;
    }

    public ManifestVerdict Read() => ManifestCheck.Read(Utf8);

    private static string User(string title) => $$"""
        { "title": "{{title}}", "purpose": "p", "changes": "one\ntwo", "duration": "20 min", "unavailable": "u", "instructions": "i", "manual": "m" }
        """;
}
