using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Gets published metadata files.</summary>
internal static class PublishedFile
{
    /// <returns>Null if there is no such file.</returns>
    /// <exception cref="CliException">The call failed.</exception>
    public static async Task<byte[]?> FindAsync(Session session, RepositoryKind kind, string name)
    {
        GetMetadataRequest request = new() { Repository = kind, File = name };
        try
        {
            GetMetadataResponse response = await session.Repository.GetMetadataAsync(request, session.Options());
            return response.Data.ToByteArray();
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e)
        {
            throw session.Explain(e);
        }
    }
}
