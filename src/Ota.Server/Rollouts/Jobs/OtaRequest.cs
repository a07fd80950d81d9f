using Ota.Core.Rollouts.Installs;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>What a vehicle says or asks about updates, in words that can be taken.</summary>
internal abstract record OtaRequest
{
    private OtaRequest()
    {
    }

    /// <summary>The answer carries it.</summary>
    public ulong RequestId { get; init; }

    /// <summary>How much it was used; null if it did not say.</summary>
    public VehicleUse? Use { get; init; }

    /// <summary>It asks for its job.</summary>
    /// <param name="Has">The one that it has; null if none.</param>
    public sealed record Wanted(JobName? Has) : OtaRequest;

    /// <summary>It says how far it is.</summary>
    public sealed record Status(JobName Job, VehicleReport Report) : OtaRequest;

    /// <summary>It asks whether it may begin.</summary>
    public sealed record Start(JobName Job, int Attempt) : OtaRequest;

    /// <summary>It shows what it runs.</summary>
    public sealed record Proof(JobName Job, ContactMessage Message) : OtaRequest;
}
