using System.Security.Cryptography;
using System.Text.Json;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Simulator.Fleet.Making;

namespace Ota.EndToEnd.Simulator.Fleet;

/// <summary>Made vehicles as if a server had enrolled them.</summary>
internal static class FakeVehicles
{
    /// <returns>Their ECUs as a register has them, by vid.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<RegisteredEcu>> Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        FleetMaker maker = new(
            1, FleetComposition.Plain, [FleetImage.Draw("sim-gw", "1.0", 10), FleetImage.Draw("sim-body", "1.0", 10), FleetImage.Draw("sim-drive", "1.0", 10)]);
        Dictionary<string, IReadOnlyList<RegisteredEcu>> register = [];
        for (int i = 0; i < count; i++)
        {
            (V1.Vehicle registered, PlantVehicle built) = maker.Make(i);
            string vid = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i)).AsSpan(0, 16));
            using FileStream file = File.Create(Path.Combine(folder, vid + ".json"));
            JsonSerializer.Serialize(file, built.Ecus, JsonSerializerOptions.Web);
            register[vid] = [.. registered.Ecus.Select(ecu => new RegisteredEcu(
                EcuSerial.TryParse(ecu.Serial)!, HardwareId.TryParse(ecu.HardwareId)!,
                ecu.Role == V1.EcuRole.Primary ? EcuRole.Primary : EcuRole.Secondary, ecu.PublicKey.ToByteArray(), false))];
        }

        return register;
    }
}
