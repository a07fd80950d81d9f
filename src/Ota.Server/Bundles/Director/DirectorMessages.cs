using Google.Protobuf.WellKnownTypes;
using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Server.Operators;

namespace Ota.Server.Bundles.Director;

/// <summary>What a vehicle was told as messages.</summary>
internal static class DirectorMessages
{
    public static V1.Assignment From(Vid vehicle, AssignmentRow? row, long version) => row is null
        ? new V1.Assignment { Vid = vehicle.Value, Version = version }
        : new V1.Assignment
        {
            Vid = vehicle.Value,
            Bundle = row.IsNothing ? "" : BundleResource.Of(row.Bundle),
            Images = { row.ReadImages().Select(From) },
            AssignTime = DateTimeOffset.FromUnixTimeMilliseconds(row.Time).ToTimestamp(),
            Assigner = ResourceName.OfOperator(row.Operator),
            Version = version,
        };

    private static V1.AssignedImage From(DirectorImage image) => new()
    {
        EcuSerial = image.Ecu.Value,
        HardwareId = image.Hardware.Value,
        Path = image.Path.Value,
        Sha256 = image.Hashes.Sha256 ?? "",
        Length = image.Length,
        ReleaseCounter = image.ReleaseCounter ?? 0,
    };
}
