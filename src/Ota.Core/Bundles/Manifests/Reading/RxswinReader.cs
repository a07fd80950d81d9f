using Ota.Core.Bundles.Json;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads which RXSWINs change.</summary>
internal static class RxswinReader
{
    public static IReadOnlyList<Indexed<RxswinChange>> Read(ManifestFields manifest)
    {
        List<Indexed<RxswinChange>> read = [];
        HashSet<string> seen = [];
        foreach (Indexed<JsonValue> item in manifest.Items("rxswins", 0, Vehicle.MaxRxswins, "an array of objects with before and after"))
        {
            string pointer = JsonPointer.Item(manifest.PointerOf("rxswins"), item.Index);
            if (ManifestFields.Of(item.Value, pointer, manifest.Problems, ["before", "after"]) is not { } fields) continue;
            string? before = fields.TextIfAny("before", TextRule.Rxswin);
            string? after = fields.Text("after", TextRule.Rxswin);
            if (after is null || (before is null && fields.Has("before"))) continue;
            if (before == after) fields.Refuse("after", "This is what it was before; leave out what does not change.");
            if (before is not null && !seen.Add(before)) fields.Refuse("before", "This one changes already, further up.");
            read.Add(new Indexed<RxswinChange>(item.Index, new RxswinChange(before, after)));
        }

        return read;
    }
}
