using System.Collections.Concurrent;
using Ota.Core.Bundles.Director;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;

namespace Ota.Server.Rollouts.Planning;

/// <summary>One bundle in the words of the resolver, for any number of vehicles: each other bundle is asked for once.</summary>
internal sealed class OfferBook(StagedBundle bundle, DescribeBundle describe, FindStagedBundle find)
{
    private readonly ConcurrentDictionary<string, Task<KnownBundle?>> _known = [];
    private readonly ConcurrentDictionary<string, Task<StagedBundle?>> _staged = [];
    private OfferedBundle? _plain;

    public StagedBundle Bundle => bundle;

    /// <summary>The remembered answer.</summary>
    public Task<KnownBundle?> DescribeAsync(string digest, CancellationToken stop) => _known.GetOrAdd(digest, asked => describe(asked, stop));

    public async Task<bool> IsStagedAsync(string digest, CancellationToken stop) =>
        digest == bundle.Digest || await _staged.GetOrAdd(digest, asked => find(asked, stop)) is not null;

    /// <summary>The offer for a vehicle that was told some bundles before.</summary>
    public async ValueTask<OfferedBundle> OfferAsync(IReadOnlyList<AssignmentRow> history, CancellationToken stop)
    {
        OfferedBundle plain = _plain ??= await new BundleOffers(DescribeAsync).MakeAsync(bundle, [], stop);
        if (history.Count == 0) return plain;
        foreach (string told in history.Where(row => !row.IsNothing).Select(row => row.Bundle).Distinct())
        {
            if (await DescribeAsync(told, stop) is { } known && known.What.Conflicts.Contains(bundle.Digest)) return await new BundleOffers(DescribeAsync).MakeAsync(bundle, history, stop);
        }

        return plain;
    }
}
