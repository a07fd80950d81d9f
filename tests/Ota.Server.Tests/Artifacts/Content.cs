using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Tests.Artifacts;

/// <summary>Bytes that become an artifact.</summary>
internal sealed record Content(byte[] Bytes)
{
    private const int PieceSize = 100_000; // Fits no buffer of the server evenly.

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public string Path => $"/artifacts/sha256/{Sha256}";

    public ArtifactTerms Terms => new(Sha256, Convert.ToHexStringLower(SHA512.HashData(Bytes)), Bytes.Length);

    public V1.StartUploadRequest Announcement => new() { Sha256 = Sha256, Sha512 = Terms.Sha512, Length = Bytes.Length };

    public static Content Of(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return new Content(bytes);
    }

    /// <summary>The messages of one call that sends a stretch of it.</summary>
    public IEnumerable<V1.UploadRequest> Requests(string id, long offset, long? until = null)
    {
        yield return new V1.UploadRequest { UploadId = id, Offset = offset };
        long end = until ?? Bytes.Length;
        for (long at = offset; at < end; at += PieceSize)
            yield return new V1.UploadRequest { Data = ByteString.CopyFrom(Bytes, (int)at, (int)Math.Min(PieceSize, end - at)) };
    }

    /// <summary>Uploads all of it.</summary>
    public async Task<V1.Artifact> PutAsync(V1.Artifacts.ArtifactsClient artifacts)
    {
        V1.StartUploadResponse start = await artifacts.StartUploadAsync(Announcement);
        return start.Artifact ?? (await SendAsync(artifacts, Requests(start.UploadId, start.Offset))).Artifact;
    }

    public static async Task<V1.UploadResponse> SendAsync(V1.Artifacts.ArtifactsClient artifacts, IEnumerable<V1.UploadRequest> requests)
    {
        using AsyncClientStreamingCall<V1.UploadRequest, V1.UploadResponse> call = artifacts.Upload();
        try
        {
            foreach (V1.UploadRequest request in requests) await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The response has the status.
        }

        return await call.ResponseAsync;
    }
}
