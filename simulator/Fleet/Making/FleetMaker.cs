using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Ota.Simulator.Inventories;
using Ota.V1;

namespace Ota.Simulator.Fleet.Making;

/// <summary>
/// Draws the vehicles of a fleet. The same seed gives the same vehicles; their keys are drawn by the machine and are others each time.
/// </summary>
internal sealed class FleetMaker(int seed, IReadOnlyList<FleetModel> models, IReadOnlyList<FleetImage> images)
{
    // Twice as often as others, as markets are. All without check digits: those are for VINs of other markets.
    private static readonly string[] Markets = ["FR", "FR", "DE", "DE", "IT", "ES", "NL", "PL"];
    private const string VinLetters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    private const int FirstYear = 2019;

    /// <summary>The vehicle of a number, from 0 on: as it is registered, and as the plant built it.</summary>
    public (Vehicle Registered, PlantVehicle Built) Make(int number)
    {
        Random random = new(SeedOf(number));
        FleetModel model = models[random.Next(models.Count)];
        int year = FirstYear + random.Next(7);
        Vehicle registered = new()
        {
            Vin = VinOf(number),
            Model = model.Name,
            Year = year,
            Plant = "SIM",
            Market = Markets[random.Next(Markets.Length)],
            Powertrain = model.Powertrain,
        };
        List<SimulatedEcu> built = [];
        for (int i = 0; i < images.Count; i++)
        {
            // The second gateway came with a model year, so that hardware and year are not the same.
            string hardware = $"{images[i].Name}-{(i == 0 && (year >= 2022 || random.Next(4) == 0) ? 2 : 1)}";
            (SimulatedEcu ecu, Ecu known) = EcuOf(images[i], hardware, number, isPrimary: i == 0);
            built.Add(ecu);
            registered.Ecus.Add(known);
        }

        return (registered, new PlantVehicle(registered.Vin, built));
    }

    private static (SimulatedEcu Built, Ecu Registered) EcuOf(FleetImage image, string hardware, int number, bool isPrimary)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string serial = string.Create(CultureInfo.InvariantCulture, $"{image.Name}-{number:d7}");
        SimulatedEcu built = new(serial, hardware, image.Name, image.Version, image.Sha256, image.Content.Length, key.ExportPkcs8PrivateKeyPem());
        Ecu registered = new()
        {
            Serial = serial,
            HardwareId = hardware,
            Role = isPrimary ? EcuRole.Primary : EcuRole.Secondary,
            PublicKey = ByteString.CopyFrom(key.ExportSubjectPublicKeyInfo()),
            Image = new SoftwareImage { Name = image.Name, Version = image.Version, Digest = image.Sha256 },
        };
        return (built, registered);
    }

    // SplitMix64: neighbouring numbers give Random seeds that have nothing to do with each other, on every machine.
    private int SeedOf(int number)
    {
        ulong x = ((ulong)(uint)seed << 32) | (uint)number;
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (int)(uint)(x ^ (x >> 31));
    }

    /// <summary>ZZ is no country: no real vehicle has such a VIN.</summary>
    private string VinOf(int number)
    {
        char[] text = "ZZ0SM000000000000".ToCharArray();
        ulong rest = (uint)seed;
        for (int i = 9; i >= 5; i--, rest /= (ulong)VinLetters.Length) text[i] = VinLetters[(int)(rest % (ulong)VinLetters.Length)];
        number.ToString("d7", CultureInfo.InvariantCulture).CopyTo(text.AsSpan(10));
        return new string(text);
    }
}
