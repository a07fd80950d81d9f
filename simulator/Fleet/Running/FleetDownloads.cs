using System.Security.Cryptography;
using Ota.Core.Bundles.Metadata;
using Ota.Simulator.Agent.Downloads;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Fleet.Running;

/// <summary>Downloads of a fleet: really fetched and hashed, not kept. So many at once.</summary>
internal sealed class FleetDownloads(Uri server, FleetTls tls, int atOnce) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly SemaphoreSlim _room = new(atOnce);

    /// <returns>Whether the image was as signed; null if it could not be fetched now.</returns>
    public async Task<bool?> FetchAsync(string vid, JobEcu ecu, CancellationToken stop)
    {
        await _room.WaitAsync(stop);
        try
        {
            using SocketsHttpHandler handler = new() { UseProxy = false };
            if (tls.Of(vid) is { } own) handler.SslOptions = own;
            using HttpClient http = new(handler) { BaseAddress = server };
            Uri image = RepositoryPaths.Target(TargetPath.TryParse(ecu.Image)!.Value, FileHashes.TryMake(ecu.Sha256, null)!);
            await using Stream content = await http.GetStreamAsync(image, stop);
            return await IsAsSignedAsync(content, ecu, stop);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private static async Task<bool> IsAsSignedAsync(Stream content, JobEcu ecu, CancellationToken stop)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        long length = 0;
        for (int read; (read = await content.ReadAsync(buffer, stop)) > 0;)
        {
            length += read;
            if (length > ecu.Length) return false; // Endless data.
            hash.AppendData(buffer, 0, read);
        }

        return length == ecu.Length && Convert.ToHexStringLower(hash.GetHashAndReset()) == ecu.Sha256;
    }
}
