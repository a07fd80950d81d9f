using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Artifacts as a service. Whether the caller may was decided before.</summary>
internal sealed class ArtifactsService(
    ArtifactStore store, Uploads uploads, UploadReceiver receiver, ArtifactUrls urls, ArtifactsOptions options, TimeProvider time)
    : V1.Artifacts.ArtifactsBase
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(7);

    public override async Task<V1.StartUploadResponse> StartUpload(V1.StartUploadRequest request, ServerCallContext context)
    {
        Violations violations = new();
        ArtifactTerms terms = ArtifactTerms.Read(request, options.MaxLength, violations);
        violations.ThrowIfAny();
        if (store.Find(terms.Sha256) is { } present)
        {
            if (present.Terms != terms)
                violations.Add("sha512", "There is an artifact of this SHA-256 with another SHA-512 or length: compute all three from one file.");
            violations.ThrowIfAny();
            return new V1.StartUploadResponse { Artifact = ArtifactMessages.From(present) };
        }

        string who = VehicleFinder.CallerOf(context).Name;
        (string id, long offset) = await receiver.GuardAsync(() => uploads.StartAsync(new UploadTerms(who, terms), context.CancellationToken));
        return new V1.StartUploadResponse { UploadId = id, Offset = offset };
    }

    public override Task<V1.UploadResponse> Upload(IAsyncStreamReader<V1.UploadRequest> requests, ServerCallContext context) =>
        receiver.GuardAsync(() => receiver.ReceiveAsync(requests, VehicleFinder.CallerOf(context).Name, context.CancellationToken));

    public override Task<V1.Artifact> GetArtifact(V1.GetArtifactRequest request, ServerCallContext context) =>
        Task.FromResult(ArtifactMessages.From(Find(request.Sha256)));

    public override Task<V1.ListArtifactsResponse> ListArtifacts(V1.ListArtifactsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        ArtifactPage page = ArtifactPage.Read(request, violations);
        violations.ThrowIfAny();

        // One more than asked tells whether another page follows.
        IReadOnlyList<StoredArtifact> found = store.List(page.After, page.Size + 1);
        V1.ListArtifactsResponse response = new() { Artifacts = { found.Take(page.Size).Select(ArtifactMessages.From) } };
        if (found.Count > page.Size) response.NextPageToken = found[page.Size - 1].Terms.Sha256;
        return Task.FromResult(response);
    }

    public override Task<V1.SignArtifactUrlResponse> SignArtifactUrl(V1.SignArtifactUrlRequest request, ServerCallContext context)
    {
        Violations violations = new();
        TimeSpan lifetime = request.Lifetime?.ToTimeSpan() ?? UsualLifetime;
        if (lifetime <= TimeSpan.Zero || lifetime > LongestLifetime) violations.Add("lifetime", "Not between one second and 7 days.");
        violations.ThrowIfAny();
        string sha256 = Find(request.Sha256).Terms.Sha256;
        DateTimeOffset until = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        return Task.FromResult(new V1.SignArtifactUrlResponse { Path = urls.Sign(sha256, until), ExpireTime = until.ToTimestamp() });
    }

    private StoredArtifact Find(string sha256)
    {
        Violations violations = new();
        ArtifactTerms.CheckSha256(sha256, violations);
        violations.ThrowIfAny();
        return store.Find(sha256) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no artifact {sha256}."));
    }
}
