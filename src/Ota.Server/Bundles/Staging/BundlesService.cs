using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Bundles.Staging;

/// <summary>Bundles as a service. Whether the caller may was decided before.</summary>
internal sealed class BundlesService(
    BundleStore store, StagedBundles staged, BundleCheck check, BundleDesk desk, BundlesMetrics metrics, ILogger<BundlesService> log) : V1.Bundles.BundlesBase
{
    private const int MaxReason = 500;
    private const int LeastDigits = 8;
    private const string Collection = "bundles/";

    public override Task<V1.CheckBundleResponse> CheckBundle(V1.CheckBundleRequest request, ServerCallContext context) =>
        metrics.CountAsync("check", CheckAsync(request, context));

    public override Task<V1.Bundle> CreateBundle(V1.CreateBundleRequest request, ServerCallContext context) =>
        metrics.CountAsync("create", CreateAsync(request, context));

    public override Task<V1.Bundle> RequestSignatures(V1.RequestSignaturesRequest request, ServerCallContext context) =>
        metrics.CountAsync("request signatures", RequestAsync(request, context));

    public override async Task<V1.Bundle> GetBundle(V1.GetBundleRequest request, ServerCallContext context)
    {
        BundleRow row = await FindAsync(request.Name, context.CancellationToken);
        return await ShowAsync(row.Digest, context.CancellationToken);
    }

    public override async Task<V1.ListBundlesResponse> ListBundles(V1.ListBundlesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        NumberPage page = NumberPage.Read(request.PageSize, request.PageToken, violations);
        if (!Enum.IsDefined(request.State)) violations.Add("state", "No state that this server knows; use the values of ota.v1.BundleState.");
        violations.ThrowIfAny();

        // One more than asked tells whether another page follows.
        IReadOnlyList<BundleRow> rows = await store.ListAsync(request.State, page.After, page.Size + 1, context.CancellationToken);
        BundleRow[] shown = [.. rows.Take(page.Size)];
        ILookup<long, BundleImageRow> images = await store.ImagesAsync([.. shown.Select(row => row.Number)], context.CancellationToken);
        V1.ListBundlesResponse response = new() { Bundles = { shown.Select(row => BundleMessages.From(row, images[row.Number])) } };
        if (rows.Count > shown.Length) response.NextPageToken = NumberPage.TokenAfter(shown[^1].Number);
        return response;
    }

    public override Task<V1.Bundle> WithdrawBundle(V1.WithdrawBundleRequest request, ServerCallContext context) =>
        metrics.CountAsync("withdraw", WithdrawAsync(request, context));

    private async Task<BundleRow> FindAsync(string name, CancellationToken stop)
    {
        Violations violations = new();
        string digits = name.StartsWith(Collection, StringComparison.Ordinal) ? name[Collection.Length..] : "";
        if (digits.Length is < LeastDigits or > 64 || !digits.All(char.IsAsciiHexDigitLower))
            violations.Add("name", $"Not bundles/ with {LeastDigits} to 64 lower-case hexadecimal digits behind it; ListBundles shows the names.");
        violations.ThrowIfAny();
        IReadOnlyList<string> found = await store.FindDigestsAsync(digits, most: 2, stop);
        return found.Count switch
        {
            0 => throw new RpcException(new Status(StatusCode.NotFound, $"There is no bundle {digits}.")),
            1 => (await store.FindAsync(found[0], stop))!,
            _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, $"More than one bundle begins with {digits}; give more of the digest.")),
        };
    }

    private async Task<V1.Bundle> ShowAsync(string digest, CancellationToken stop)
    {
        BundleRow row = (await store.FindAsync(digest, stop))!;
        V1.Bundle bundle = BundleMessages.From(row, (await store.ImagesAsync([row.Number], stop))[row.Number]);
        if (bundle.State == V1.BundleState.Staged) bundle.Obstacle = await staged.FindObstacleAsync(digest, stop) ?? "";
        return bundle;
    }

    private async Task<V1.CheckBundleResponse> CheckAsync(V1.CheckBundleRequest request, ServerCallContext context)
    {
        CheckedManifest manifest = await check.RunAsync(request.Manifest.Memory, context.CancellationToken);
        bool isRight = manifest.Problems.All.All(problem => problem.MissingArtifact.Length > 0);
        return new V1.CheckBundleResponse { Problems = { manifest.Problems.All }, Digest = isRight ? manifest.Digest : "" };
    }

    private async Task<V1.Bundle> CreateAsync(V1.CreateBundleRequest request, ServerCallContext context)
    {
        string who = VehicleFinder.CallerOf(context).Name;
        (string digest, bool isNew) = await desk.CreateAsync(request.Manifest.Memory, who, context.CancellationToken);
        if (isNew) log.Created(digest, who);
        return await ShowAsync(digest, context.CancellationToken);
    }

    private async Task<V1.Bundle> RequestAsync(V1.RequestSignaturesRequest request, ServerCallContext context)
    {
        BundleRow row = await FindAsync(request.Name, context.CancellationToken);
        string who = VehicleFinder.CallerOf(context).Name;
        if (await desk.RequestSignaturesAsync(row, who, context.CancellationToken) is { } change) log.Proposed(row.Digest, change, who);
        return await ShowAsync(row.Digest, context.CancellationToken);
    }

    private async Task<V1.Bundle> WithdrawAsync(V1.WithdrawBundleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        if (!Label.IsValid(request.Reason, MaxReason)) violations.Add("reason", $"Say why, in 1 to {MaxReason} characters on one line.");
        violations.ThrowIfAny();
        BundleRow row = await FindAsync(request.Name, context.CancellationToken);
        string who = VehicleFinder.CallerOf(context).Name;
        await desk.WithdrawAsync(row, request.Reason, who, context.CancellationToken);
        log.Withdrawn(row.Digest, who);
        return await ShowAsync(row.Digest, context.CancellationToken);
    }
}
