using Google.Protobuf;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;
using MetadataFile = Ota.Payloads.V1.MetadataFile;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>The Director's files for a vehicle as they travel with its job, so that it need not fetch them.</summary>
internal sealed class JobMetadata(DirectorDesk desk, PublishedFiles published)
{
    /// <returns>None if there are none at the moment, or too large ones: the vehicle fetches them, and is told there what is the matter.</returns>
    public async Task<IReadOnlyList<MetadataFile>> FindAsync(Vid vehicle, CancellationToken stop)
    {
        if (await desk.FindAsync(vehicle, stop) is not DirectorAnswer.Ready { Files: { } files }) return [];
        PublishedMemory memory = published.Memory;
        if (memory.DirectorRoot is not { } root || !memory.Files.TryGetValue((V1.RepositoryKind.Director, DirectorRoot.File), out PublishedFile? newest)) return [];
        MetadataFile[] all =
        [
            FileOf(RepositoryFiles.Root(root.Version), newest.Bytes),
            FileOf(RepositoryFiles.Timestamp, files.Timestamp.Bytes),
            FileOf(RepositoryFiles.Snapshot(files.Snapshot.Version), files.Snapshot.Bytes),
            FileOf(RepositoryFiles.Targets(files.Targets.Version, RoleName.Targets), files.Targets.Bytes),
        ];
        return all.Sum(file => file.Content.Length) <= OtaLimits.Metadata ? all : [];
    }

    private static MetadataFile FileOf(string name, ReadOnlyMemory<byte> content) => new() { Name = name, Content = ByteString.CopyFrom(content.Span) };
}
