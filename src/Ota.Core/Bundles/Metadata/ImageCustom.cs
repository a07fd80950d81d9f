using Ota.Core.Bundles.Json;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Metadata;

/// <summary>What the Image repository says of an image beyond TUF (Uptane 5.2.3.1.1): <c>{"hardwareIds":[ID],"releaseCounter":n}</c>.</summary>
/// <param name="HardwareIds">The hardware that it was made for.</param>
/// <param name="ReleaseCounter">Which release of the software it is; null if not counted.</param>
public sealed record ImageCustom(IReadOnlyList<HardwareId> HardwareIds, long? ReleaseCounter)
{
    /// <summary>Reads the member custom of an image.</summary>
    /// <returns>Null if it does not name hardware in this form.</returns>
    public static ImageCustom? TryRead(JsonObject? custom)
    {
        if (custom?["hardwareIds"] is not JsonArray listed || listed.Items.Count == 0) return null;
        HardwareId?[] ids = [.. listed.Items.Select(item => HardwareId.TryParse((item as JsonText)?.Value))];
        bool isRead = CustomMembers.TryReadCounter(custom, out long? counter) && !ids.Contains(null);
        return isRead ? new ImageCustom(ids!, counter) : null;
    }

    /// <summary>Writes the member custom of an image.</summary>
    public JsonObject ToJson()
    {
        JsonArray ids = new([.. HardwareIds.Select(id => new JsonText(id.Value))]);
        return JsonObject.Of(("hardwareIds", ids)).With(CustomMembers.Counter(ReleaseCounter));
    }
}
