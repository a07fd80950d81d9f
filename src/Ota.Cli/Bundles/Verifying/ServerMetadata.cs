using Ota.Cli.Repositories;
using Ota.V1;

namespace Ota.Cli.Bundles.Verifying;

/// <summary>The files as a server has published them.</summary>
internal sealed class ServerMetadata(Session session) : IMetadataSource
{
    public Task<byte[]?> FindAsync(string file, long maxBytes) => PublishedFile.FindAsync(session, RepositoryKind.Image, file);
}
