using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>What enrolment has to know of a vehicle.</summary>
internal sealed class EnrollingVehicle
{
    public long Number { get; init; }

    public string Vid { get; init; } = "";

    public long Status { get; init; }

    public bool IsActive => Status == (long)VehicleStatus.Active;
}
