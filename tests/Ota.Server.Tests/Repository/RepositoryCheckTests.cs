using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

public sealed class RepositoryCheckTests : RepositorySuite
{
    [Fact]
    public async Task A_whole_repository_has_no_problem_and_the_artifacts_are_read()
    {
        LocalRepository repository = await WithArtifactAsync();
        (await repository.ProblemsAsync(readArtifacts: true)).Should().BeEmpty();
        long last = 0;
        await repository.Check.RunAsync(true, message => { last = message.Bytes; message.TotalBytes.Should().Be(message.IsDone ? last : message.TotalBytes); return Task.CompletedTask; }, default);
        last.Should().BePositive();
    }

    [Theory]
    [InlineData("UPDATE metadata_files SET content = REPLACE(content, '2027', '2028') WHERE file = '1.targets.json'", "1.targets.json: not enough keys*")]
    [InlineData("UPDATE metadata_files SET content = REPLACE(content, '2027', '2028') WHERE file = '2.targets.json'", "2.targets.json: not enough keys*")]
    [InlineData("UPDATE metadata_files SET content = 'nothing' WHERE file = '1.snapshot.json'", "1.snapshot.json: its length*")]
    [InlineData("UPDATE metadata_files SET content = 'nothing', length = 7 WHERE file = '1.snapshot.json'", "1.snapshot.json: it cannot be read*")]
    [InlineData("DELETE FROM metadata_files WHERE file = '1.targets.json'", "1.snapshot.json: it names 1.targets.json, which is not there*")]
    [InlineData("DELETE FROM metadata_files WHERE file = '1.root.json'", "*has no root 1 before 2.root.json*")]
    [InlineData("UPDATE metadata_files SET content = REPLACE(content, '2027', '2028') WHERE file = '2.root.json'", "*2.root.json is not what was published*")]
    [InlineData("DELETE FROM published_paths", "a.bin is not among the names*")]
    public async Task What_was_changed_in_the_database_is_found(string damage, string problem)
    {
        LocalRepository repository = await WithArtifactAsync();
        await using (RepositorySession session = await repository.Store.WriteAsync(default))
        {
            (await session.RunAsync(damage)).Should().BePositive();
            await session.CommitAsync();
        }

        (await repository.ProblemsAsync()).Should().Contain(found => Matches(found, problem));
    }

    [Fact]
    public async Task What_is_wrong_with_artifacts_export_and_keys_is_found()
    {
        LocalRepository repository = await WithArtifactAsync();
        string artifact = repository.Artifacts.FileOf(People.Entry(Content).Hashes.Sha256!);
        File.WriteAllBytes(artifact, new byte[Content.Length]);
        (await repository.ProblemsAsync()).Should().BeEmpty("lengths are right");
        (await repository.ProblemsAsync(readArtifacts: true)).Should().ContainSingle().Which.Should().Contain("has not the content that was signed");
        File.WriteAllBytes(artifact, new byte[1]);
        (await repository.ProblemsAsync()).Should().ContainSingle().Which.Should().Contain("has 1 bytes");
        File.Delete(artifact);
        (await repository.ProblemsAsync()).Should().ContainSingle().Which.Should().Contain("is not there");
        File.WriteAllBytes(artifact, Content);

        File.WriteAllText(Path.Combine(repository.Export.FolderOf(V1.RepositoryKind.Image), "9.targets.json"), "{}");
        (await repository.ProblemsAsync()).Should().ContainSingle().Which.Should().Contain("9.targets.json in the export was never published");
        File.Delete(Path.Combine(repository.Export.FolderOf(V1.RepositoryKind.Image), "9.targets.json"));

        File.Delete(Path.Combine(Data, "keys", "image-timestamp.pem"));
        LocalRepository other = await StartAsync();
        (await other.ProblemsAsync()).Should().ContainSingle().Which.Should().Contain("does not let this server's key sign timestamp");
    }

    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);

    private static bool Matches(string text, string pattern)
    {
        string[] parts = pattern.Split('*');
        return parts.All(part => text.Contains(part, StringComparison.Ordinal)) && text.StartsWith(parts[0], StringComparison.Ordinal);
    }

    private async Task<LocalRepository> WithArtifactAsync()
    {
        LocalRepository repository = await WithTargetsAsync();
        await File.WriteAllBytesAsync(repository.Artifacts.FileOf(FileHashes.Of(Content).Sha256!), Content);
        await PublishAsync(repository, "a.bin", Content);
        await repository.PublishRootAsync(RootOf(repository, 2));
        return repository;
    }
}
