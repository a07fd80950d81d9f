using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

/// <summary>What the suites of this feature share: a repository with its first root, and the people who signed it.</summary>
public abstract class RepositorySuite : StoreSuite
{
    private protected static readonly byte[] Content = "an image"u8.ToArray();
    private protected static readonly byte[] Other = "another image"u8.ToArray();

    private protected ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private protected People People { get; } = new();

    private protected string Data => Folder["data"];

    private protected Task<LocalRepository> StartAsync(Action<PublishStep>? reached = null) => LocalRepository.StartAsync(Database, Data, Time, reached);

    /// <summary>With a first root.</summary>
    private protected async Task<LocalRepository> WithRootAsync()
    {
        LocalRepository repository = await StartAsync();
        await repository.PublishRootAsync(RootOf(repository, 1));
        return repository;
    }

    /// <summary>With a first root and targets that have no images.</summary>
    private protected async Task<LocalRepository> WithTargetsAsync()
    {
        LocalRepository repository = await WithRootAsync();
        ChangeRow first = await repository.ProposeAsync(new TargetsEdit(), V1.ChangeKind.Renewal, "targets");
        (await repository.SignAsync(first, [.. People.Targets.Take(2)])).State.Should().Be(V1.ChangeState.Published);
        return repository;
    }

    private protected async Task<ChangeRow> PublishAsync(LocalRepository repository, string path, byte[] content)
    {
        ChangeRow published = await repository.SignAsync(await repository.AddAsync(path, content), [.. People.Targets.Take(People.TargetsThreshold)]);
        published.State.Should().Be(V1.ChangeState.Published);
        return published;
    }

    private protected byte[] RootOf(
        LocalRepository repository, long version, IEnumerable<Ota.Core.Bundles.Keys.LocalSigner>? before = null, Func<RootMetadata, RootMetadata>? change = null) =>
        People.MakeRoot(People.OnlineOf(repository.Keys), version, Time.GetUtcNow(), before, change);

    private protected static RepositoryClient Client(LocalRepository repository) => new(repository.FileOf("1.root.json")!, repository.FileOf);
}
