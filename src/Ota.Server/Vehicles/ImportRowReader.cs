using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>Turns a row into a vehicle, or names every problem in it.</summary>
internal sealed class ImportRowReader(long line, List<ImportProblem> problems)
{
    private readonly int _before = problems.Count;

    private bool IsRefused => problems.Count > _before;

    public ImportedVehicle? Read(V1.Vehicle? row, Vid vid, DateTimeOffset now)
    {
        if (row is null)
        {
            Add("vehicle", "Empty; give a vehicle.");
            return null;
        }

        Vin? vin = ReadVin(row);
        CheckTexts(row);
        Ecu[] ecus = ReadEcus(row);
        if (IsRefused) return null;
        Vehicle vehicle = new()
        {
            Vid = vid,
            Model = row.Model,
            Year = row.Year,
            Plant = row.Plant,
            Market = row.Market,
            Trim = row.Trim,
            Powertrain = row.Powertrain,
            Registered = now,
            Changed = now,
            Options = row.Options.Count == 0 ? [] : [.. row.Options.Distinct()],
            Tags = row.Tags,
            Rxswins = row.Rxswins.Count == 0 ? [] : [.. row.Rxswins.Distinct()],
            Ecus = ecus,
        };
        return new ImportedVehicle(line, vin!, vehicle);
    }

    private Vin? ReadVin(V1.Vehicle row)
    {
        Vin? vin = Vin.TryParse(row.Vin);
        if (vin is null)
            Add("vin", "Not a VIN: 17 characters of A-Z and 0-9 without I, O and Q.");
        else if (Vin.NeedsCheckDigit(row.Market) && !vin.HasCheckDigit)
            Add("vin", $"The ninth character is not the check digit that VINs for the market {row.Market} carry; look for a typing error.");
        return vin;
    }

    private void CheckTexts(V1.Vehicle row)
    {
        CheckLabel("model", row.Model);
        CheckLabel("plant", row.Plant);
        CheckLabel("trim", row.Trim);
        CheckLabel("powertrain", row.Powertrain);
        if (row.Market.Length > 0 && !Vehicle.IsMarket(row.Market)) Add("market", "Not two capitals of ISO 3166, such as DE.");
        if (row.Year != 0 && !Vehicle.IsYear(row.Year)) Add("year", $"{row.Year} is not from {Vehicle.MinYear} to {Vehicle.MaxYear}.");
        CheckCount("options", row.Options.Count, Vehicle.MaxOptions);
        if (!row.Options.All(option => Token.IsValid(option, Token.MaxLength))) Add("options", $"One is no option code: {Token.Rule}.");
        CheckCount("rxswins", row.Rxswins.Count, Vehicle.MaxRxswins);
        if (!row.Rxswins.All(rxswin => Label.IsValid(rxswin))) Add("rxswins", $"One is no RXSWIN: {Label.Rule}.");
        CheckCount("tags", row.Tags.Count, Vehicle.MaxTags);
        foreach ((string name, string value) in row.Tags)
        {
            if (!TagName.IsValid(name)) Add("tags", $"One is no name of a tag: {TagName.Rule}.");
            if (value.Length > 0) CheckLabel("tags", value);
        }
    }

    private Ecu[] ReadEcus(V1.Vehicle row)
    {
        CheckCount("ecus", row.Ecus.Count, Ecu.MaxPerVehicle);
        if (IsRefused) return [];
        Ecu[] ecus = new Ecu[row.Ecus.Count];
        int primaries = 0;
        for (int i = 0; i < ecus.Length; i++)
        {
            V1.Ecu each = row.Ecus[i];
            EcuSerial? serial = EcuSerial.TryParse(each.Serial);
            HardwareId? hardware = HardwareId.TryParse(each.HardwareId);
            if (serial is null) Add($"ecus[{i}].serial", $"No serial number: {Token.Rule}.");
            if (hardware is null) Add($"ecus[{i}].hardware_id", $"No hardware id: {Token.Rule}.");
            if (each.PublicKey.Length > 0 && !EcuKey.HasForm(each.PublicKey.Span)) Add($"ecus[{i}].public_key", "Not a SubjectPublicKeyInfo in DER of at most 1024 bytes.");
            if (!Enum.IsDefined(each.Role)) Add($"ecus[{i}].role", "Neither primary nor secondary.");
            if (each.Role is V1.EcuRole.Primary) primaries++;
            SoftwareImage current = ReadImage($"ecus[{i}].image", each.Image);
            SoftwareImage previous = ReadImage($"ecus[{i}].previous_image", each.PreviousImage);
            if (IsRefused) continue;
            EcuRole role = each.Role is V1.EcuRole.Primary ? EcuRole.Primary : EcuRole.Secondary;
            ecus[i] = new Ecu(serial!, hardware!, role, each.PublicKey.ToBase64(), current, previous);
        }

        if (primaries > 1) Add("ecus", "More than one ECU is the primary.");
        if (!IsRefused && ecus.DistinctBy(ecu => ecu.Serial.Value).Count() < ecus.Length) Add("ecus", "Two ECUs have the same serial number.");
        return ecus;
    }

    private SoftwareImage ReadImage(string field, V1.SoftwareImage? image)
    {
        if (image is null) return SoftwareImage.None;
        if (image.Name.Length > 0 && !Token.IsValid(image.Name, SoftwareImage.MaxNameLength))
            Add($"{field}.name", $"No name of an image: {Token.Rule}, up to {SoftwareImage.MaxNameLength} of them.");
        if (image.Version.Length > 0 && !Token.IsValid(image.Version, Token.MaxLength)) Add($"{field}.version", $"No version: {Token.Rule}.");
        if (image.Digest.Length > 0 && !SoftwareImage.IsDigest(image.Digest)) Add($"{field}.digest", "Not 64 lower-case hexadecimal digits.");
        return new SoftwareImage(image.Name, image.Version, image.Digest);
    }

    private void CheckLabel(string field, string text)
    {
        if (text.Length > 0 && !Label.IsValid(text)) Add(field, $"Not a text that can be kept: {Label.Rule}.");
    }

    private void CheckCount(string field, int count, int most)
    {
        if (count > most) Add(field, $"There are {count}, and at most {most} can be kept.");
    }

    private void Add(string field, string sentence) => problems.Add(new ImportProblem(line, field, sentence));
}
