using Ota.Core.Bundles.Verification;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

public abstract class RecoverySuite : RepositorySuite
{
    /// <summary>Every step, and among those that come several times the later ones too.</summary>
    public static TheoryData<int> Moments => [.. Enumerable.Range(0, 7)];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_kill_at_any_moment_of_publishing_leaves_the_old_set_or_the_new_one(int moment)
    {
        LocalRepository before = await WithTargetsAsync();
        RepositoryClient client = Client(before);
        client.Refresh(Time.GetUtcNow());
        ChangeRow change = await before.SignAsync(await before.AddAsync("a.bin", Content), People.Targets[0]);

        int passed = 0;
        bool isKilled = false;
        PublishStep last = default;
        LocalRepository dying = await StartAsync(step =>
        {
            last = step;
            // The signature's own transaction is the only one here.
            if (passed++ == moment) isKilled = true;
            if (isKilled) throw new KilledException();
        });
        bool survives = false;
        try
        {
            await dying.SignAsync(change, People.Targets[1]);
            survives = true;
        }
        catch (KilledException)
        {
            // As far as it got.
        }

        survives.Should().Be(!isKilled);
        LocalRepository after = await StartAsync();
        bool isNew = (await after.FindAsync(change)).State == V1.ChangeState.Published;
        isNew.Should().Be(last > PublishStep.Commit, "what is committed is published, and nothing else is");
        RepositoryClient exported = new(File.ReadAllBytes(Exported(after, "1.root.json")), name => File.Exists(Exported(after, name)) ? File.ReadAllBytes(Exported(after, name)) : null);
        foreach (RepositoryClient one in new[] { Client(after), exported })
        {
            TrustedSet set = one.Refresh(Time.GetUtcNow());
            set.Targets[DelegationChain.Top].Metadata.Version.Should().Be(isNew ? 2 : 1);
            (one.Find("a.bin") is not null).Should().Be(isNew);
        }

        (await after.SignAsync(change, People.Targets[1])).State.Should().Be(V1.ChangeState.Published);
        (await after.ProblemsAsync()).Should().OnlyContain(problem => problem.Contains("The artifact of"));
        new RepositoryClient(client.Set.Root.Envelope.Bytes.ToArray(), after.FileOf).Refresh(Time.GetUtcNow());
    }

    [Fact]
    public async Task An_export_that_lost_or_cut_files_is_whole_after_the_next_start()
    {
        LocalRepository repository = await WithTargetsAsync();
        await PublishAsync(repository, "a.bin", Content);
        File.Delete(Exported(repository, "1.root.json"));
        File.WriteAllText(Exported(repository, "1.targets.json"), "{");
        File.WriteAllText(Exported(repository, "timestamp.json"), "");
        File.Delete(Exported(repository, "2.snapshot.json"));
        (await repository.ProblemsAsync()).Should().HaveCount(5, "four of the export, and the artifact that was never uploaded");
        LocalRepository after = await StartAsync();
        (await after.ProblemsAsync()).Should().OnlyContain(problem => problem.Contains("The artifact of"));
    }

    [Fact]
    public async Task The_online_keys_stay_and_are_for_their_owner_alone()
    {
        LocalRepository one = await StartAsync();
        LocalRepository other = await StartAsync();
        other.Keys.Fingerprints.Should().BeEquivalentTo(one.Keys.Fingerprints).And.HaveCount(5).And.OnlyHaveUniqueItems();
        if (OperatingSystem.IsWindows()) return;
        foreach (string file in Directory.GetFiles(Path.Combine(Data, "keys")))
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static string Exported(LocalRepository repository, string file) => Path.Combine(repository.Export.FolderOf(V1.RepositoryKind.Image), file);

    private sealed class KilledException : Exception;
}

public sealed class SqliteRecoveryTests : RecoverySuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresRecoveryTests(PostgresServer server) : RecoverySuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
