using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Health;

/// <summary>
/// Ready, but not well, when vehicles refuse what is served: files have expired, or roots do not name this server's keys. It stays ready,
/// since everything else works, another server would serve no better, and people need this one to put it right.
/// </summary>
internal sealed class RepositoriesServe(PublishedFiles published, OnlineKeys keys, DirectorRoot director, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] problems = [.. Problems()];
        return Task.FromResult(problems.Length == 0 ? HealthCheckResult.Healthy("what is published is good") : HealthCheckResult.Degraded(string.Join("; ", problems)));
    }

    /// <summary>What vehicles refuse, a sentence without its full stop for each.</summary>
    public IEnumerable<string> Problems()
    {
        PublishedMemory memory = published.Memory;
        DateTimeOffset now = time.GetUtcNow();
        foreach ((V1.RepositoryKind kind, string role, long version, DateTimeOffset expires) in RepositoryExpiry.All(memory).Where(file => file.Expires <= now))
            yield return FormattableString.Invariant($"{version}.{role}.json of the {RepositoryWords.Of(kind)} repository expired at {expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        if (memory.Image.Root is { } root)
        {
            foreach (MetadataRole role in OnlineKeys.RolesOf(V1.RepositoryKind.Image))
            {
                if (root.Metadata.Roles[role] is not { Threshold: 1 } counted || !counted.KeyIds.Contains(keys.For(V1.RepositoryKind.Image, role).Key.Id))
                    yield return $"the root of the image repository does not let this server's {RepositoryWords.Of(role)} key sign alone";
            }
        }

        if (memory.DirectorRoot is not null && director.FindSigners(out string? problem) is null) yield return problem!;
    }
}
