using Ota.Core.Bundles.Json;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Metadata;

/// <summary>
/// What a Director says of an image beyond TUF (Uptane 5.2.3.1.1): <c>{"ecuIdentifiers":{SERIAL:{"hardwareId":ID}},"releaseCounter":n}</c>.
/// All that an ECU without the Image repository needs stands in this one file.
/// </summary>
/// <param name="Ecus">The ECUs that shall install it, and what hardware each is.</param>
/// <param name="ReleaseCounter">Which release of the software it is; null if not counted.</param>
public sealed record DirectorCustom(IReadOnlyDictionary<EcuSerial, HardwareId> Ecus, long? ReleaseCounter)
{
    /// <summary>Reads the member custom of an image.</summary>
    /// <returns>Null if it does not name the ECUs in this form.</returns>
    public static DirectorCustom? TryRead(JsonObject? custom)
    {
        if (custom?["ecuIdentifiers"] is not JsonObject listed || listed.Count == 0) return null;
        Dictionary<EcuSerial, HardwareId> ecus = [];
        foreach ((string serial, JsonValue about) in listed.Members)
        {
            if (EcuSerial.TryParse(serial) is not { } ecu) return null;
            if (HardwareId.TryParse(((about as JsonObject)?["hardwareId"] as JsonText)?.Value) is not { } hardware) return null;
            ecus.Add(ecu, hardware);
        }

        return CustomMembers.TryReadCounter(custom, out long? counter) ? new DirectorCustom(ecus, counter) : null;
    }

    /// <summary>Writes the member custom of an image.</summary>
    public JsonObject ToJson()
    {
        JsonObject ecus = new(Ecus.Select(ecu => new KeyValuePair<string, JsonValue>(
            ecu.Key.Value, JsonObject.Of(("hardwareId", new JsonText(ecu.Value.Value))))));
        return new JsonObject([new("ecuIdentifiers", ecus), .. CustomMembers.Counter(ReleaseCounter)]);
    }
}
