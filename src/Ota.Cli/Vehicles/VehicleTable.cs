using System.Globalization;
using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Vehicles;

/// <summary>Vehicles as rows and as facts.</summary>
internal static class VehicleTable
{
    private static readonly string[] Headings = ["VID", "VIN", "MODEL", "YEAR", "MARKET", "STATUS", "ECUS", "TAGS"];

    public static void Write(TableOutput output, IReadOnlyCollection<Vehicle> vehicles, bool withHeadings) => output.WriteTable(
        withHeadings ? Headings : [.. Headings.Select(_ => "")],
        folded: 7,
        vehicles.Select(vehicle => (string[])
        [
            vehicle.Vid,
            vehicle.Vin,
            vehicle.Model,
            YearOf(vehicle),
            vehicle.Market,
            StatusOf(vehicle),
            vehicle.Ecus.Count.ToString(CultureInfo.InvariantCulture),
            output.Join(TagsOf(vehicle)),
        ]));

    public static void WriteFacts(TableOutput output, Vehicle vehicle, DateTimeOffset now)
    {
        List<(string Name, string Value)> facts =
        [
            ("vid", vehicle.Vid),
            ("VIN", vehicle.Vin),
            ("model", vehicle.Model),
            ("year", YearOf(vehicle)),
            ("plant", vehicle.Plant),
            ("market", vehicle.Market),
            ("trim", vehicle.Trim),
            ("powertrain", vehicle.Powertrain),
            ("options", string.Join(' ', vehicle.Options)),
            ("tags", string.Join(' ', TagsOf(vehicle))),
            ("RXSWINs", string.Join(", ", vehicle.Rxswins)),
            ("status", vehicle.StatusReason.Length == 0 ? StatusOf(vehicle) : $"{StatusOf(vehicle)} ({vehicle.StatusReason})"),
            ("registered", Moments.WithDistance(vehicle.RegisterTime, now)),
            ("changed", Moments.WithDistance(vehicle.UpdateTime, now)),
            ("keeper", vehicle.TenureStartTime is null ? "first" : $"number {vehicle.Tenure} since {Moments.Utc(vehicle.TenureStartTime)}"),
        ];
        if (vehicle.Contact is { } contact) facts.AddRange(ContactFacts.Of(contact, now));
        output.WriteFacts("Vehicle", facts.Where(fact => fact.Value.Length > 0));
        if (vehicle.Ecus.Count == 0) return;
        output.WriteTable(
            ["ECU", "HARDWARE", "ROLE", "KEY", "IMAGE", "VERSION", "DIGEST"],
            folded: 4,
            vehicle.Ecus.Select(ecu => (string[])
            [
                ecu.Serial,
                ecu.HardwareId,
                ecu.Role.ToString().ToLowerInvariant(),
                ecu.PublicKey.Length == 0 ? "unknown" : "known",
                ecu.Image?.Name ?? "",
                ecu.Image?.Version ?? "",
                ecu.Image?.Digest is { Length: > 12 } digest ? digest[..12] : "",
            ]));
    }

    private static IEnumerable<string> TagsOf(Vehicle vehicle) => vehicle.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
        .Select(tag => tag.Value.Length == 0 ? tag.Key : $"{tag.Key}={tag.Value}");

    private static string YearOf(Vehicle vehicle) => vehicle.Year == 0 ? "" : vehicle.Year.ToString(CultureInfo.InvariantCulture);

    private static string StatusOf(Vehicle vehicle) => vehicle.Status.ToString().ToLowerInvariant();
}
