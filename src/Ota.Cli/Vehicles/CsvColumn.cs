using System.Globalization;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ecu = Ota.V1.Ecu;
using EcuRole = Ota.V1.EcuRole;
using SoftwareImage = Ota.V1.SoftwareImage;
using Vehicle = Ota.V1.Vehicle;

namespace Ota.Cli.Vehicles;

/// <summary>A column of a fleet file: where its values go.</summary>
internal sealed class CsvColumn
{
    public static readonly Ecu Nothing = new();

    public static readonly string[] Known =
        ["vin", "model", "year", "plant", "market", "trim", "powertrain", "options", "rxswins", "ecu.1.serial", "ecu.1.hardware_id", "ecu.1.role"];

    private const string TagPrefix = "tag.";
    private const string EcuPrefix = "ecu.";
    private const char ListSeparator = ';';

    private readonly Func<Vehicle, string, string?> _set;

    private CsvColumn(string name, Func<Vehicle, string, string?> set) => (Name, _set) = (name, set);

    public string Name { get; }

    /// <summary>The column of a name, or null if the name means nothing.</summary>
    public static CsvColumn? TryMake(string name)
    {
        if (name.StartsWith(TagPrefix, StringComparison.Ordinal)) return MakeTag(name, name[TagPrefix.Length..]);
        if (name.StartsWith(EcuPrefix, StringComparison.Ordinal)) return MakeEcu(name, name.Split('.'));
        Func<Vehicle, string, string?>? set = name switch
        {
            "vin" => Text((vehicle, text) => vehicle.Vin = text),
            "model" => Text((vehicle, text) => vehicle.Model = text),
            "year" => SetYear,
            "plant" => Text((vehicle, text) => vehicle.Plant = text),
            "market" => Text((vehicle, text) => vehicle.Market = text),
            "trim" => Text((vehicle, text) => vehicle.Trim = text),
            "powertrain" => Text((vehicle, text) => vehicle.Powertrain = text),
            "options" => Text((vehicle, text) => vehicle.Options.Add(Split(text))),
            "rxswins" => Text((vehicle, text) => vehicle.Rxswins.Add(Split(text))),
            _ => null,
        };
        return set is null ? null : new CsvColumn(name, set);
    }

    /// <returns>What is wrong with the value; null if it was taken.</returns>
    public string? TrySet(Vehicle vehicle, string text) => _set(vehicle, text);

    private static CsvColumn? MakeTag(string name, string tag) =>
        TagName.IsValid(tag) ? new CsvColumn(name, Text((vehicle, text) => vehicle.Tags[tag] = text)) : null;

    private static CsvColumn? MakeEcu(string name, string[] parts)
    {
        bool hasNumber = int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (parts.Length != 3 || !hasNumber || number is < 1 or > Core.Vehicles.Ecu.MaxPerVehicle) return null;
        Func<Ecu, string, string?>? set = parts[2] switch
        {
            "serial" => Text((ecu, text) => ecu.Serial = text),
            "hardware_id" => Text((ecu, text) => ecu.HardwareId = text),
            "role" => SetRole,
            "public_key" => SetKey,
            "image" => Text((ecu, text) => ImageOf(ecu).Name = text),
            "version" => Text((ecu, text) => ImageOf(ecu).Version = text),
            "digest" => Text((ecu, text) => ImageOf(ecu).Digest = text),
            _ => null,
        };
        return set is null ? null : new CsvColumn(name, (vehicle, text) => set(EcuOf(vehicle, number), text));
    }

    private static Func<Ecu, string, string?> Text(Action<Ecu, string> set) => (ecu, text) =>
    {
        set(ecu, text);
        return null;
    };

    private static Func<Vehicle, string, string?> Text(Action<Vehicle, string> set) => (vehicle, text) =>
    {
        set(vehicle, text);
        return null;
    };

    private static string? SetYear(Vehicle vehicle, string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year)) return $"'{text}' is no year.";
        vehicle.Year = year;
        return null;
    }

    private static string? SetRole(Ecu ecu, string text)
    {
        ecu.Role = text switch { "primary" => EcuRole.Primary, "secondary" => EcuRole.Secondary, _ => EcuRole.Unspecified };
        return ecu.Role == EcuRole.Unspecified ? $"'{text}' is neither primary nor secondary." : null;
    }

    private static string? SetKey(Ecu ecu, string text)
    {
        try
        {
            ecu.PublicKey = ByteString.FromBase64(text);
            return null;
        }
        catch (FormatException)
        {
            return "Not base64.";
        }
    }

    private static string[] Split(string text) =>
        text.Split(ListSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static SoftwareImage ImageOf(Ecu ecu) => ecu.Image ??= new SoftwareImage();

    private static Ecu EcuOf(Vehicle vehicle, int number)
    {
        while (vehicle.Ecus.Count < number) vehicle.Ecus.Add(new Ecu());
        return vehicle.Ecus[number - 1];
    }
}
