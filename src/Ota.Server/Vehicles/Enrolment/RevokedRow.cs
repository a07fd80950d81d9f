namespace Ota.Server.Vehicles.Enrolment;

/// <summary>A certificate that was revoked.</summary>
internal sealed class RevokedRow
{
    public string Fingerprint { get; init; } = "";

    public string Vid { get; init; } = "";

    /// <summary>How many others the vehicle has that are good.</summary>
    public long Others { get; init; }
}
