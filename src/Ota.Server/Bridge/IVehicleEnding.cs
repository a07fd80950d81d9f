namespace Ota.Server.Bridge;

/// <summary>What follows at the broker when certificates of a vehicle were revoked.</summary>
internal interface IVehicleEnding
{
    /// <summary>Called for a vehicle whose certificates, or some of them, ended; also more than once.</summary>
    ValueTask EndAsync(string vid, CancellationToken stop);
}
