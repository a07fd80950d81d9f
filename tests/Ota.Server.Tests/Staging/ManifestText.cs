using System.Text;
using System.Text.Json.Nodes;
using Ota.Core.Bundles.Manifests;
using Ota.Server.Tests.Artifacts;

namespace Ota.Server.Tests.Staging;

/// <summary>A manifest of one image for the vehicles of <see cref="Vehicles.Fleet"/>.</summary>
internal sealed class ManifestText
{
    private readonly JsonNode _root;

    public ManifestText(Content image, string path = "bms/fw-2.bin", long counter = 2, string title = "Battery fix")
    {
        JsonObject text = new() { ["title"] = "t", ["purpose"] = "p", ["changes"] = "c", ["duration"] = "d", ["unavailable"] = "u", ["instructions"] = "i" };
        JsonObject answer(string why) => new() { ["answer"] = false, ["reason"] = why };
        _root = new JsonObject
        {
            ["manifest"] = 1,
            ["title"] = title,
            ["version"] = "2.0",
            ["markets"] = new JsonObject { ["DE"] = new JsonArray("de") },
            ["images"] = new JsonArray(new JsonObject
            {
                ["path"] = path,
                ["length"] = image.Bytes.Length,
                ["sha256"] = image.Sha256,
                ["sha512"] = image.Terms.Sha512,
                ["version"] = "2.0",
                ["hardwareIds"] = new JsonArray("bms"),
                ["releaseCounter"] = counter,
                ["before"] = "any",
                ["order"] = 1,
            }),
            ["preconditions"] = new JsonObject { ["minBatteryMillivolts"] = 12000 },
            ["durationMinutes"] = new JsonObject { ["expected"] = 5, ["longest"] = 9 },
            ["texts"] = new JsonObject { ["de"] = text },
            ["dossier"] = new JsonObject
            {
                ["purpose"] = "Keeps cells cool.",
                ["affectedSystems"] = new JsonArray("battery"),
                ["affectsRequirements"] = answer("none"),
                ["affectsParameters"] = answer("none"),
                ["safetyRelevant"] = answer("monitoring only"),
                ["approval"] = new JsonObject { ["state"] = "notNeeded" },
                ["execution"] = "parked",
                ["safetyEvidence"] = new JsonArray("S-1"),
                ["verification"] = new JsonArray("V-1"),
            },
        };
    }

    public JsonNode this[string member]
    {
        get => _root[member]!;
        set => _root[member] = value;
    }

    public JsonNode Image => _root["images"]![0]!;

    public byte[] Utf8 => Encoding.UTF8.GetBytes(_root.ToJsonString());

    public Manifest Manifest => ManifestCheck.Read(Utf8).Manifest!;

    public Content Published => new(BundleName.Publish(Manifest));

    public string Digest => Published.Sha256;

    public string Name => $"bundles/{Digest}";
}
