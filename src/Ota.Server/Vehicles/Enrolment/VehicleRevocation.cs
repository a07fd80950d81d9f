using System.Globalization;
using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Ends what a vehicle proves itself with, as a part of another change.</summary>
internal static class VehicleRevocation
{
    /// <returns>How many certificates and unused claims ended; if there were any, the change has a note of it.</returns>
    public static async Task<(int Certificates, int Claims)> EndAsync(VehicleChange change, long vehicle, string reason)
    {
        int certificates = await change.RunAsync(
            "UPDATE vehicle_certificates SET revoked = @Now WHERE vehicle = @vehicle AND revoked IS NULL", new { vehicle, change.Now });
        int claims = await change.RunAsync(
            "UPDATE claims SET revoked = @Now WHERE vehicle = @vehicle AND used IS NULL AND revoked IS NULL", new { vehicle, change.Now });
        if (certificates + claims == 0) return default;
        await change.NoteAsync(VehicleEventKind.Revoked, new()
        {
            ["reason"] = reason,
            ["certificates"] = certificates.ToString(CultureInfo.InvariantCulture),
            ["claims"] = claims.ToString(CultureInfo.InvariantCulture),
        });
        return (certificates, claims);
    }
}
