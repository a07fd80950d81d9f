using Ota.V1;

namespace Ota.Bench.Register;

/// <summary>Vehicles of a maker with a few models: what filters ask for is common, rare, or on one of them alone.</summary>
internal static class MadeVehicles
{
    private static readonly string[] Models = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];
    private static readonly string[] Markets = ["DE", "FR", "IT", "ES", "NL", "SE"];

    /// <summary>In no order of the numbers, as the files of makers are.</summary>
    public static string VinOf(int number) => $"WVZ00{(uint)number * 2654435761 % 4294967296:D10}{number % 90 + 10}";

    public static Vehicle Make(int number)
    {
        int model = number % Models.Length;
        Vehicle vehicle = new()
        {
            Vin = VinOf(number),
            Model = Models[model],
            Year = 2018 + (number / 7 % 8),
            Plant = $"P{number % 5}",
            Market = Markets[number / 3 % Markets.Length],
            Trim = number % 3 == 0 ? "Sport" : "Base",
            Powertrain = model < 4 ? "BEV" : "ICE",
            Options = { $"O{number % 40:D2}", $"Q{number % 500:D3}" },
            Tags = { ["depot"] = $"d{number % 2000}" },
            Ecus =
            {
                new Ecu { Serial = $"T{number}", HardwareId = $"tcu-{model % 3}", Role = EcuRole.Primary, Image = Image("tcu", number % 9) },
                new Ecu { Serial = $"G{number}", HardwareId = $"gw-{model}", Image = Image("gw", number % 5) },
                new Ecu { Serial = $"B{number}", HardwareId = number % 10_000 == 0 ? "bms-early" : $"bms-{number % 4}", Image = Image("bms", number % 3) },
            },
        };
        if (number % 1000 == 0) vehicle.Tags["pilot"] = "yes";
        return vehicle;
    }

    private static SoftwareImage Image(string name, int version) => new() { Name = $"{name}-app", Version = $"1.{version}.0", Digest = $"{version:x64}" };
}
