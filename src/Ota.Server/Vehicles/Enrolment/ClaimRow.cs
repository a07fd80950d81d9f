namespace Ota.Server.Vehicles.Enrolment;

/// <summary>A claim as stored; times in Unix milliseconds. Whether it was used is decided by the update that uses it.</summary>
internal sealed class ClaimRow
{
    public string Id { get; init; } = "";

    public long Vehicle { get; init; }

    public string SecretHash { get; init; } = "";

    public string Operator { get; init; } = "";

    public long Created { get; init; }

    public long Expires { get; init; }
}
