using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ota.Core.Vehicles;
using Ota.Server.Operators;

namespace Ota.Server.Vehicles;

/// <summary>Vehicles and what belongs to them as messages.</summary>
internal static class VehicleMessages
{
    public static V1.Vehicle From(Vehicle vehicle, Vin? vin = null) => new()
    {
        Vid = vehicle.Vid.Value,
        Vin = vin?.Reveal() ?? "",
        Model = vehicle.Model,
        Year = vehicle.Year,
        Plant = vehicle.Plant,
        Market = vehicle.Market,
        Trim = vehicle.Trim,
        Powertrain = vehicle.Powertrain,
        Options = { vehicle.Options },
        Tags = { vehicle.Tags.ToDictionary() },
        Rxswins = { vehicle.Rxswins },
        Ecus = { vehicle.Ecus.Select(From) },
        Status = (V1.VehicleStatus)vehicle.Status,
        StatusReason = vehicle.StatusReason,
        RegisterTime = vehicle.Registered.ToTimestamp(),
        UpdateTime = vehicle.Changed.ToTimestamp(),
        Tenure = vehicle.Tenure,
        TenureStartTime = vehicle.TenureStart?.ToTimestamp(),
    };

    public static V1.VehicleEvent From(VehicleEvent happened) => new()
    {
        Number = happened.Number,
        Time = happened.Time.ToTimestamp(),
        Actor = ActorName(happened.Actor),
        Kind = (V1.VehicleEvent.Types.Kind)happened.Kind,
        Facts = { happened.Facts.ToDictionary() },
    };

    public static V1.VehicleLookup From(VinLookupRow row) => new()
    {
        Time = DateTimeOffset.FromUnixTimeMilliseconds(row.Time).ToTimestamp(),
        Actor = ActorName(row.Operator),
        Method = row.Method,
        Purpose = row.Purpose,
        Fields = { row.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries) },
        Asked = row.Asked,
    };

    private static V1.Ecu From(Ecu ecu) => new()
    {
        Serial = ecu.Serial.Value,
        HardwareId = ecu.Hardware.Value,
        Role = (V1.EcuRole)ecu.Role,
        PublicKey = ecu.PublicKey.Length == 0 ? ByteString.Empty : ByteString.FromBase64(ecu.PublicKey),
        Image = From(ecu.Current),
        PreviousImage = From(ecu.Previous),
    };

    private static V1.SoftwareImage? From(SoftwareImage image) =>
        image == SoftwareImage.None ? null : new() { Name = image.Name, Version = image.Version, Digest = image.Digest };

    private static string ActorName(string actor) => actor.Length == 0 ? "" : ResourceName.OfOperator(actor);
}
