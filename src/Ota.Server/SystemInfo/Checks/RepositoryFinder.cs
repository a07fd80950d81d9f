using Ota.Server.Bundles.Repository;
using Ota.Server.Health;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether vehicles take the metadata that is published, and for how long.</summary>
internal sealed class RepositoryFinder(PublishedFiles published, RepositoriesServe serve) : IFinder
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public string Name => "metadata";

    public Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop)
    {
        V1.SystemCheck[] problems =
        [
            .. serve.Problems().Select(problem => Found.Problem(
                Name, $"{problem}: vehicles refuse what is served. Publish what is missing (`ota repo renew`, `ota root publish`); `ota repo fsck` says more.")),
        ];
        V1.SystemCheck[] soon = [.. Soon(now)];
        return Task.FromResult<IReadOnlyList<V1.SystemCheck>>(problems.Length + soon.Length > 0 ? [.. problems, .. soon] : [Good()]);
    }

    private V1.SystemCheck Good()
    {
        (V1.RepositoryKind Kind, string Role, long Version, DateTimeOffset Expires)[] signed = [.. ByPeople()];
        return signed.Length == 0
            ? Found.Ok(Name, "Nothing is published yet.")
            : Found.Ok(Name, FormattableString.Invariant($"What people signed is good until {signed.Min(file => file.Expires).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."));
    }

    private IEnumerable<V1.SystemCheck> Soon(DateTimeOffset now)
    {
        foreach ((V1.RepositoryKind kind, string role, long version, DateTimeOffset expires) in ByPeople())
        {
            if (expires <= now || expires - now > Notice) continue;
            string remedy = role == "root" ? "`ota root rotate` and enough signatures" : "`ota repo renew` and enough signatures";
            yield return Found.Warning(
                Name,
                FormattableString.Invariant($"{version}.{role}.json of the {RepositoryWords.Of(kind)} repository expires at {expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: publish the next one before, by {remedy}."));
        }
    }

    // The server renews snapshot and timestamp by itself.
    private IEnumerable<(V1.RepositoryKind Kind, string Role, long Version, DateTimeOffset Expires)> ByPeople() =>
        RepositoryExpiry.All(published.Memory).Where(file => file.Role is not ("timestamp" or "snapshot"));
}
