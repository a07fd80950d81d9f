using System.Net;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;

namespace Ota.EndToEnd.Attacks;

/// <summary>The client that this product's own vehicles are, with files from anywhere.</summary>
internal static class OwnClient
{
    /// <summary>Refreshes from what was trusted before until the set is complete or a file is refused.</summary>
    public static async Task<(TrustedSet Set, Refusal? Refusal)> RefreshAsync(byte[] root, TrustedSet? earlier, Func<string, Task<byte[]?>> get)
    {
        RefreshMachine.Start(root, MetadataDialect.Tuf, MetadataLimits.Default, TimeProvider.System.GetUtcNow(), out TrustedSet? started).Should().BeNull();
        TrustedSet set = started!;
        if (earlier is not null) set = RefreshMachine.Recall(set, earlier.Timestamp!.Envelope.Bytes.Span, earlier.Snapshot!.Envelope.Bytes.Span);
        Refusal? refusal = null;
        while (refusal is null && RefreshMachine.Next(set) is { } wanted)
            refusal = RefreshMachine.Apply(set, wanted, await get(wanted.FileName), out set);
        return (set, refusal);
    }

    /// <summary>The files below an address; null where the server has none.</summary>
    public static Func<string, Task<byte[]?>> From(HttpClient http, string folder) => async file =>
    {
        using HttpResponseMessage response = await http.GetAsync($"{folder}/{file}");
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    };

    public static (long Timestamp, long Snapshot, long Targets) VersionsOf(TrustedSet set) =>
        (set.Timestamp!.Metadata.Version, set.Snapshot!.Metadata.Version, set.Targets[DelegationChain.Top].Metadata.Version);
}
