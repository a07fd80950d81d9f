using Ota.Core.Vehicles;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>What is taken of a report at most; docs/vehicle-protocol.md tells vehicles.</summary>
internal static class OtaLimits
{
    /// <summary>Bytes of a report.</summary>
    public const int Payload = 512 * 1024;

    /// <summary>ECUs in a status.</summary>
    public const int Ecus = Ecu.MaxPerVehicle;

    /// <summary>Conditions in a status.</summary>
    public const int Conditions = 32;

    /// <summary>Characters of a supplier's name of a failure.</summary>
    public const int SupplierCode = 64;

    /// <summary>Bytes of Director metadata in a job, so that all of it passes the tightest public broker; what is larger, the vehicle fetches.</summary>
    public const int Metadata = 96 * 1024;
}
