using System.Net;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.Server.Tests.Director;

/// <summary>The client that this product's own vehicles are, over HTTP.</summary>
internal static class DirectorClient
{
    public static async Task<(TrustedSet? Set, Refusal? Refusal)> RefreshAsync(
        HttpClient http, string folder, byte[] root, DateTimeOffset now, TrustedSet? earlier = null)
    {
        Refusal? refusal = RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, now, out TrustedSet? set);
        if (refusal is not null) return (null, refusal);
        if (earlier is not null) set = RefreshMachine.Recall(set!, earlier.Timestamp!.Envelope.Bytes.Span, earlier.Snapshot!.Envelope.Bytes.Span);
        while (refusal is null && RefreshMachine.Next(set!) is { } wanted)
        {
            using HttpResponseMessage response = await http.GetAsync(folder + wanted.FileName);
            if (response.StatusCode != HttpStatusCode.NotFound) response.EnsureSuccessStatusCode();
            byte[]? file = response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : null;
            refusal = RefreshMachine.Apply(set!, wanted, file, out set);
        }

        return (set, refusal);
    }

    public static TargetsMetadata TargetsOf(TrustedSet set) => set.Targets[DelegationChain.Top].Metadata;

    public static (long Timestamp, long Snapshot, long Targets) VersionsOf(TrustedSet set) =>
        (set.Timestamp!.Metadata.Version, set.Snapshot!.Metadata.Version, TargetsOf(set).Version);
}
