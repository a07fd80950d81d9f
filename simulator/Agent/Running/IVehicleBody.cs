using Google.Protobuf;
using Ota.Core.Bundles.Metadata;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>What a vehicle consists of besides its decisions: a real disk and repositories, or what a light vehicle pretends.</summary>
internal interface IVehicleBody
{
    /// <summary>The Director's root that it trusts; null before the first.</summary>
    RootMetadata? DirectorRoot { get; }

    Use Use { get; }

    /// <summary>Whether the Director's metadata of the job has to be asked for again.</summary>
    bool LacksMetadata { get; }

    /// <summary>Takes the Director's files that came with a job.</summary>
    void TakeMetadata(IReadOnlyList<MetadataFile> files);

    /// <returns>Prepared or Failed; null to try later.</returns>
    Task<AgentEvent?> PrepareAsync(AgentJob job, CancellationToken stop);

    /// <returns>Fetched or Failed; null to go on later.</returns>
    Task<AgentEvent?> DownloadAsync(AgentJob job, JobEcu ecu, CancellationToken stop);

    /// <returns>ImagesChecked or Failed.</returns>
    Task<AgentEvent> CheckImagesAsync(AgentJob job, CancellationToken stop);

    /// <summary>The language of what the user is shown (BCP 47).</summary>
    string LanguageFor(AgentJob job);

    /// <returns>Consented, Unanswered or Declined.</returns>
    AgentEvent AskDriver(AgentJob job);

    /// <summary>The names of the preconditions that do not hold now.</summary>
    IReadOnlyList<string> FindUnmet(AgentJob job);

    /// <summary>Does what <see cref="AgentAction"/> says to ECUs.</summary>
    /// <returns>What came of it; null if it will never come to anything, as of a vehicle that is bricked.</returns>
    Task<AgentEvent?> ActAsync(AgentJob job, AgentAction action, CancellationToken stop);

    /// <summary>A signed inventory for a proof.</summary>
    /// <param name="counter">Its counter, greater than every earlier one.</param>
    /// <param name="nonce">What it repeats.</param>
    /// <param name="madeMs">When, by the vehicle's clock.</param>
    ByteString SignInventory(ulong counter, ByteString nonce, long madeMs);
}
