using Grpc.Core;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

public abstract class RotationSuite : RepositorySuite
{
    private static readonly RoleName Supplier = RoleName.TryParse("supplier-a")!.Value;

    [Fact]
    public async Task A_root_that_keeps_the_targets_goes_live_at_once_and_what_the_server_signs_with_it()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        client.Refresh(Time.GetUtcNow());
        List<LocalSigner> old = People.Root;
        People.Root = [People.NewKey(), People.NewKey(), People.NewKey()];
        byte[] second = RootOf(repository, 2, old);
        await repository.PublishRootAsync(second);
        await repository.PublishRootAsync(second); // A repeat after a lost answer.
        TrustedSet set = client.Refresh(Time.GetUtcNow());
        (set.Root.Metadata.Version, set.Snapshot!.Metadata.Version, set.Timestamp!.Metadata.Version).Should().Be((2, 2, 2));
        repository.FileOf("1.root.json").Should().NotBeNull("vehicles that were away walk from it");
        Client(repository).Refresh(Time.GetUtcNow()).Root.Metadata.Version.Should().Be(2);
    }

    [Fact]
    public async Task Roots_that_vehicles_or_this_server_could_not_live_with_are_refused()
    {
        LocalRepository repository = await StartAsync();
        await RefusedAsync("*next one is 1*", RootOf(repository, 2));
        await RefusedAsync("*no root*", "{}"u8.ToArray());
        await RefusedAsync("*expired*", RootOf(repository, 1, change: root => root with { Expires = Time.GetUtcNow().AddDays(-1) }));
        await RefusedAsync("*consistent_snapshot*", RootOf(repository, 1, change: root => root with { ConsistentSnapshot = false }));
        await RefusedAsync("*role timestamp has to list this server's key*", RootOf(repository, 1, change: root => Sign(root, MetadataRole.Timestamp, People.Root[0].Key)));
        await RefusedAsync(
            "*role targets lists a key that this server holds*",
            RootOf(repository, 1, change: root => Sign(root, MetadataRole.Targets, repository.Keys.For(V1.RepositoryKind.Image, MetadataRole.Snapshot).Key)));
        await repository.PublishRootAsync(RootOf(repository, 1));
        List<LocalSigner> old = People.Root;
        People.Root = [People.NewKey(), People.NewKey()];
        await RefusedAsync("*0 of the 2 keys that the root before it needs*", RootOf(repository, 2));
        await RefusedAsync("*1 of the 2 keys that the root before it needs*", RootOf(repository, 2, old.Take(1)));
        await RefusedAsync("*the next one is 2*", RootOf(repository, 3, old));
        await repository.PublishRootAsync(RootOf(repository, 2, old));
        repository.FileOf("2.root.json").Should().NotBeNull();

        async Task RefusedAsync(string sentence, byte[] root) =>
            (await repository.Invoking(one => one.PublishRootAsync(root)).Should().ThrowAsync<RpcException>()).WithMessage(sentence);

        static RootMetadata Sign(RootMetadata root, MetadataRole role, TufKey key) => root with
        {
            Keys = root.Keys.Values.Append(key).DistinctBy(one => one.Id).ToDictionary(one => one.Id),
            Roles = new Dictionary<MetadataRole, RoleKeys>(root.Roles) { [role] = new([key.Id], 1) },
        };
    }

    [Fact]
    public async Task A_root_with_other_keys_for_the_targets_waits_until_they_have_signed()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        client.Refresh(Time.GetUtcNow());
        List<LocalSigner> before = People.Targets;
        ChangeRow open = await repository.SignAsync(await repository.AddAsync("a.bin", Content), before[0]);
        People.Targets = [before[0], People.NewKey(), People.NewKey(), People.NewKey()];
        People.TargetsThreshold = 3;
        await repository.PublishRootAsync(RootOf(repository, 2));
        client.Refresh(Time.GetUtcNow()).Root.Metadata.Version.Should().Be(1);
        ChangeRow renewal = (await repository.OpenAsync()).Single(change => change.BoundTo == RepositoryWork.Root);
        (renewal.Threshold, renewal.Version).Should().Be((3, 2));

        await repository.SignAsync(renewal, People.Targets[1], People.Targets[2]);
        client.Refresh(Time.GetUtcNow()).Root.Metadata.Version.Should().Be(1);
        (await repository.SignAsync(renewal, People.Targets[0])).State.Should().Be(V1.ChangeState.Published);
        TrustedSet set = client.Refresh(Time.GetUtcNow());
        (set.Root.Metadata.Version, set.Targets[DelegationChain.Top].Metadata.Version).Should().Be((2, 2));
        open = await repository.FindAsync(open);
        (open.Threshold, open.Version, open.Signatures.Count).Should().Be((3, 3, 0));
        (await repository.ProblemsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_root_that_waits_is_replaced_by_the_next_and_given_up_with_its_renewal()
    {
        LocalRepository repository = await WithTargetsAsync();
        List<LocalSigner> before = People.Targets;
        People.Targets = [People.NewKey(), People.NewKey()];
        await repository.PublishRootAsync(RootOf(repository, 2));
        ChangeRow first = (await repository.OpenAsync()).Single();
        People.Targets = [People.NewKey(), People.NewKey()];
        await repository.PublishRootAsync(RootOf(repository, 2));
        (await repository.FindAsync(first)).State.Should().Be(V1.ChangeState.Dropped);
        ChangeRow second = (await repository.OpenAsync()).Single();
        await repository.Signing.DropAsync(second.Id, "eve", default);
        People.Targets = before;
        await repository.PublishRootAsync(RootOf(repository, 2));
        repository.FileOf("2.root.json").Should().NotBeNull();
        await PublishAsync(repository, "a.bin", Content);
        Client(repository).Refresh(Time.GetUtcNow());
    }

    [Fact]
    public async Task A_delegation_goes_live_with_the_suppliers_first_file()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        LocalSigner[] supplier = [People.NewKey(), People.NewKey()];
        ChangeRow delegation = await DelegateAsync(repository, People.Delegation("supplier-a", "brake/*", 1, supplier));
        ChangeRow first = (await repository.OpenAsync()).Single(change => change.BoundTo == delegation.Id);
        (first.Role, first.Version).Should().Be((Supplier, 1));
        (await repository.SignAsync(delegation, People.Targets[0], People.Targets[1])).State.Should().Be(V1.ChangeState.Open);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin").Should().BeNull("a search through a role without a file would fail");
        await repository.SignAsync(first, supplier[1]);
        (await repository.FindAsync(delegation)).State.Should().Be(V1.ChangeState.Published);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin").Should().BeNull();

        await repository.Invoking(one => one.AddAsync("engine/fw.bin", Content, "supplier-a")).Should().ThrowAsync<RpcException>().WithMessage("*not about engine/fw.bin*");
        await repository.SignAsync(await repository.AddAsync("brake/fw.bin", Content, "supplier-a"), supplier[0]);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin")!.IsOf(Content).Should().BeTrue();
        (await repository.ProblemsAsync()).Should().OnlyContain(problem => problem.Contains("The artifact of"));
    }

    [Fact]
    public async Task A_delegation_with_other_keys_goes_live_with_the_file_that_they_signed()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        LocalSigner[] old = [People.NewKey()];
        await DelegateFullyAsync(repository, old);
        await repository.SignAsync(await repository.AddAsync("brake/fw.bin", Content, "supplier-a"), old);
        ChangeRow open = await repository.SignAsync(await repository.AddAsync("brake/fw-2.bin", Other, "supplier-a"), []);

        LocalSigner[] fresh = [People.NewKey(), People.NewKey()];
        ChangeRow delegation = await DelegateAsync(repository, People.Delegation("supplier-a", "brake/*", 2, fresh));
        ChangeRow again = (await repository.OpenAsync()).Single(change => change.BoundTo == delegation.Id);
        await repository.SignAsync(again, fresh);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin").Should().NotBeNull("the old keys count until the delegation is signed");
        await repository.SignAsync(delegation, People.Targets[0], People.Targets[1]);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin")!.IsOf(Content).Should().BeTrue();
        (await repository.FindAsync(open)).Threshold.Should().Be(2);

        // More paths for the same keys need nothing of the supplier.
        ChangeRow wider = await DelegateAsync(repository, People.Delegation("supplier-a", "*/*", 2, fresh));
        (await repository.SignAsync(wider, People.Targets[0], People.Targets[1])).State.Should().Be(V1.ChangeState.Published);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin").Should().NotBeNull();
    }

    [Fact]
    public async Task The_end_of_a_delegation_takes_its_images_and_a_new_one_begins_empty()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        LocalSigner[] supplier = [People.NewKey()];
        await DelegateFullyAsync(repository, supplier);
        await repository.SignAsync(await repository.AddAsync("brake/fw.bin", Content, "supplier-a"), supplier);
        ChangeRow open = await repository.AddAsync("brake/fw-2.bin", Other, "supplier-a");
        client.Refresh(Time.GetUtcNow());
        ChangeRow end = await repository.ProposeAsync(new TargetsEdit { EndDelegation = Supplier }, V1.ChangeKind.DelegationEnd, "supplier-a");
        await repository.SignAsync(end, People.Targets[0], People.Targets[1]);
        TrustedSet set = client.Refresh(Time.GetUtcNow());
        set.Snapshot!.Metadata.Files.Should().ContainKey("supplier-a.json", "a snapshot goes on listing what it listed");
        client.Find("brake/fw.bin").Should().BeNull();
        (await repository.FindAsync(open)).State.Should().Be(V1.ChangeState.Dropped);

        LocalSigner[] next = [People.NewKey()];
        await DelegateFullyAsync(repository, next);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw.bin").Should().BeNull("nobody who signs now has signed it");
        repository.Repository.Current!.Delegated[Supplier].Version.Should().Be(3);
        (await repository.ProblemsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_dropped_delegation_takes_its_companion_along()
    {
        LocalRepository repository = await WithTargetsAsync();
        ChangeRow delegation = await DelegateAsync(repository, People.Delegation("supplier-a", "brake/*", 1, People.NewKey()));
        ChangeRow companion = (await repository.OpenAsync()).Single(change => change.BoundTo == delegation.Id);
        await repository.Invoking(one => one.Signing.DropAsync(companion.Id, "eve", default)).Should().ThrowAsync<RpcException>();
        await repository.Signing.DropAsync(delegation.Id, "eve", default);
        (await repository.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Online_keys_that_were_lost_are_replaced_by_a_root_that_lists_the_new_ones()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient before = Client(repository);
        before.Refresh(Time.GetUtcNow());
        Directory.Delete(Path.Combine(Data, "keys"), recursive: true);
        LocalRepository bereft = await StartAsync();
        Time.Advance(TimeSpan.FromHours(13));
        await bereft.TickAsync();
        ChangeRow change = await bereft.SignAsync(await bereft.AddAsync("a.bin", Content), People.Targets[0]);
        (await bereft.Invoking(one => one.SignAsync(change, People.Targets[1])).Should().ThrowAsync<RpcException>()).WithMessage("*publish a root that lists it*");
        new RepositoryClient(before.Set.Root.Envelope.Bytes.ToArray(), bereft.FileOf).Refresh(Time.GetUtcNow()).Timestamp!.Metadata.Version
            .Should().Be(1, "what is published stays good until it expires");

        await bereft.PublishRootAsync(RootOf(bereft, 2));
        await bereft.SignAsync(change, People.Targets[1]);
        RepositoryClient after = new(before.Set.Root.Envelope.Bytes.ToArray(), bereft.FileOf);
        after.Refresh(Time.GetUtcNow()).Timestamp!.Metadata.Version.Should().Be(3);
    }

    [Fact]
    public async Task The_directors_roots_are_kept_beside()
    {
        LocalRepository repository = await WithTargetsAsync();
        byte[] root = People.MakeRoot(People.OnlineOf(repository.Keys, V1.RepositoryKind.Director), 1, Time.GetUtcNow());
        await repository.PublishRootAsync(root, V1.RepositoryKind.Director);
        byte[] second = People.MakeRoot(People.OnlineOf(repository.Keys, V1.RepositoryKind.Director), 2, Time.GetUtcNow());
        await repository.PublishRootAsync(second, V1.RepositoryKind.Director);
        LocalRepository again = await StartAsync();
        foreach (LocalRepository one in new[] { repository, again })
        {
            one.Published.Find(V1.RepositoryKind.Director, "1.root.json")!.Value.ToArray().Should().Equal(root);
            one.Published.Find(V1.RepositoryKind.Director, "root.json")!.Value.ToArray().Should().Equal(second);
            one.Published.Memory.DirectorRoot!.Version.Should().Be(2);
        }

        (await again.ProblemsAsync()).Should().BeEmpty();
    }

    private async Task DelegateFullyAsync(LocalRepository repository, LocalSigner[] supplier)
    {
        ChangeRow delegation = await DelegateAsync(repository, People.Delegation("supplier-a", "brake/*", supplier.Length, supplier));
        await repository.SignAsync((await repository.OpenAsync()).Single(change => change.BoundTo == delegation.Id), supplier);
        (await repository.SignAsync(delegation, People.Targets[0], People.Targets[1])).State.Should().Be(V1.ChangeState.Published);
    }

    private static Task<ChangeRow> DelegateAsync(LocalRepository repository, Delegations delegations) =>
        repository.ProposeAsync(new TargetsEdit { Delegate = delegations }, V1.ChangeKind.Delegation, "supplier-a");
}

public sealed class SqliteRotationTests : RotationSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresRotationTests(PostgresServer server) : RotationSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
