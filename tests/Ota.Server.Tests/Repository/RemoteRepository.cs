using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Tests.Repository;

/// <summary>The repositories of a running server, as the people with keys use them.</summary>
internal sealed class RemoteRepository(OtaServer server)
{
    public V1.Repository.RepositoryClient Client { get; } = new(server.Channel(server.Admin));

    public People People { get; } = new();

    public async Task<V1.RepositoryState> PublishRootAsync(
        long version, V1.RepositoryKind kind = V1.RepositoryKind.Image, IEnumerable<LocalSigner>? before = null)
    {
        V1.GetOnlineKeysResponse online = await Client.GetOnlineKeysAsync(new() { Repository = kind });
        Dictionary<MetadataRole, TufKey> keys = online.Keys.ToDictionary(key => Enum.Parse<MetadataRole>(key.Role, ignoreCase: true), key => Read(key.Key));
        byte[] root = People.MakeRoot(keys, version, TimeProvider.System.GetUtcNow(), before);
        return await Client.PublishRootAsync(new() { Repository = kind, Data = ByteString.CopyFrom(root) });
    }

    /// <summary>Signs what is to be signed now.</summary>
    public async Task<V1.Change> SignAsync(string name, params IEnumerable<LocalSigner> signers)
    {
        V1.Change change = await Client.GetChangeAsync(new() { Name = name });
        foreach (LocalSigner signer in signers) change = await Client.SubmitSignatureAsync(Signature(change, signer));
        return change;
    }

    public static V1.SubmitSignatureRequest Signature(V1.Change change, LocalSigner signer) => new()
    {
        Name = change.Name,
        PayloadSha256 = ByteString.CopyFrom(SHA256.HashData(change.Payload.Span)),
        KeyId = signer.Key.Id.Value,
        Signature = ByteString.CopyFrom(signer.Sign(change.Payload.ToByteArray()).Value),
    };

    public static string TextOf(TufKey key) => Encoding.ASCII.GetString(PublishedJson.Encode(key.Members));

    private static TufKey Read(string text) => TufKey.TryRead((JsonObject)StrictJson.TryRead(Encoding.UTF8.GetBytes(text), new JsonLimits(), out _)!)!;
}
