using Grpc.Core;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

public abstract class PublishingSuite : RepositorySuite
{
    [Fact]
    public async Task What_enough_keys_have_signed_is_published_as_one_set_that_clients_take()
    {
        LocalRepository repository = await WithRootAsync();
        repository.Repository.Current.Should().BeNull();
        repository.FileOf("timestamp.json").Should().BeNull("there is nothing to be the newest of");
        ChangeRow change = await repository.AddAsync("brake/fw-1.bin", Content);
        (change.Version, change.Threshold, change.State).Should().Be((1, 2, V1.ChangeState.Open));
        change = await repository.SignAsync(change, People.Targets[0]);
        change.State.Should().Be(V1.ChangeState.Open);
        repository.Repository.Current.Should().BeNull();

        change = await repository.SignAsync(change, People.Targets[2]);
        (change.State, change.PublishTime).Should().Be((V1.ChangeState.Published, Time.GetUtcNow()));
        repository.Repository.Current!.Targets.Targets.Keys.Should().Equal(People.Path("brake/fw-1.bin"));
        RepositoryClient client = Client(repository);
        client.Refresh(Time.GetUtcNow());
        client.Find("brake/fw-1.bin")!.IsOf(Content).Should().BeTrue();
        client.Find("brake/fw-2.bin").Should().BeNull();

        await PublishAsync(repository, "brake/fw-2.bin", Other);
        client.Refresh(Time.GetUtcNow()).Snapshot!.Metadata.Version.Should().Be(2);
        client.Find("brake/fw-2.bin").Should().NotBeNull();
        (await repository.ProblemsAsync()).Should().OnlyContain(problem => problem.Contains("The artifact of"));
        repository.FileOf("1.targets.json").Should().NotBeNull("old versions stay");
    }

    [Fact]
    public async Task A_signature_counts_once_over_the_right_payload_and_by_a_key_of_the_role()
    {
        LocalRepository repository = await WithRootAsync();
        ChangeRow change = await repository.AddAsync("a.bin", Content);
        byte[] payload = change.Payload.ToArray();
        await RefusedAsync(() => repository.SubmitAsync(change, People.NewKey().Sign(payload)), StatusCode.InvalidArgument);
        await RefusedAsync(() => repository.SubmitAsync(change, People.Root[0].Sign(payload)), StatusCode.InvalidArgument);
        await RefusedAsync(() => repository.SubmitAsync(change, People.Targets[0].Sign([1, 2, 3])), StatusCode.InvalidArgument);
        KeySignature stolen = People.Targets[0].Sign(payload) with { KeyId = People.Targets[1].Key.Id };
        await RefusedAsync(() => repository.SubmitAsync(change, stolen), StatusCode.InvalidArgument);
        KeySignature good = People.Targets[0].Sign(payload);
        await RefusedAsync(
            () => repository.Signing.SubmitAsync(change.Id, new byte[32], good, LocalRepository.Operator, default), StatusCode.FailedPrecondition);

        await repository.SubmitAsync(change, good);
        ChangeRow again = await repository.SignAsync(change, People.Targets[0]);
        (again.State, again.Signatures.Count).Should().Be((V1.ChangeState.Open, 1));
        ChangeRow published = await repository.SignAsync(change, People.Targets[1]);
        (await repository.SignAsync(change, People.Targets[1])).State.Should().Be(V1.ChangeState.Published, "an answer that was lost is given again");
        await RefusedAsync(() => repository.SubmitAsync(published, People.Targets[2].Sign(payload)), StatusCode.FailedPrecondition);
        await RefusedAsync(() => repository.Signing.DropAsync(change.Id, "eve", default), StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task A_change_is_drafted_again_when_another_is_published_first()
    {
        LocalRepository repository = await WithTargetsAsync();
        ChangeRow slow = await repository.AddAsync("slow.bin", Content);
        ChangeRow stale = await repository.SignAsync(slow, People.Targets[0]);
        await PublishAsync(repository, "fast.bin", Other);
        ChangeRow drafted = await repository.FindAsync(slow);
        (drafted.Version, drafted.Signatures.Count).Should().Be((3, 0));
        await RefusedAsync(() => repository.SubmitAsync(stale, People.Targets[1].Sign(stale.Payload.ToArray())), StatusCode.FailedPrecondition);
        await repository.SignAsync(slow, People.Targets[0], People.Targets[1]);
        repository.Repository.Current!.Targets.Targets.Keys.Select(path => path.Value).Should().BeEquivalentTo("fast.bin", "slow.bin");
    }

    [Fact]
    public async Task A_name_is_never_used_for_other_content()
    {
        LocalRepository repository = await WithTargetsAsync();
        ChangeRow rival = await repository.ProposeAsync(
            new TargetsEdit { Add = new Dictionary<TargetPath, TargetEntry> { [People.Path("a.bin")] = People.Entry(Other) } }, subject: "bundles/rival");
        await PublishAsync(repository, "a.bin", Content);
        rival = await repository.FindAsync(rival);
        rival.State.Should().Be(V1.ChangeState.Dropped);
        rival.Summary[^1].Should().Contain("never used again");
        await RefusedAsync(() => repository.AddAsync("a.bin", Other), StatusCode.FailedPrecondition);

        ChangeRow removal = await repository.ProposeAsync(new TargetsEdit { Remove = [People.Path("a.bin")] }, V1.ChangeKind.Withdrawal);
        await repository.SignAsync(removal, People.Targets[0], People.Targets[1]);
        repository.Repository.Current!.Targets.Targets.Should().BeEmpty();
        await RefusedAsync(() => repository.AddAsync("a.bin", Other), StatusCode.FailedPrecondition);
        await PublishAsync(repository, "a.bin", Content);
    }

    [Fact]
    public async Task A_proposal_without_a_root_or_twice_is_refused()
    {
        LocalRepository repository = await StartAsync();
        await RefusedAsync(() => repository.AddAsync("a.bin", Content), StatusCode.FailedPrecondition);
        await repository.PublishRootAsync(RootOf(repository, 1));
        ChangeRow change = await repository.AddAsync("a.bin", Content);
        await RefusedAsync(() => repository.AddAsync("a.bin", Content), StatusCode.AlreadyExists);
        await RefusedAsync(() => repository.AddAsync("x/a.bin", Content, "supplier-a"), StatusCode.FailedPrecondition);
        (await repository.Signing.DropAsync(change.Id, "eve", default)).State.Should().Be(V1.ChangeState.Dropped);
        await RefusedAsync(() => repository.SignAsync(change, People.Targets[0]), StatusCode.FailedPrecondition);
        await repository.AddAsync("a.bin", Content);
        await RefusedAsync(() => repository.Signing.DropAsync(new string('0', 32), "eve", default), StatusCode.NotFound);
    }

    [Fact]
    public async Task Of_signatures_that_come_at_the_same_time_each_counts_and_one_publishes()
    {
        People.Targets = [.. Enumerable.Range(0, 5).Select(_ => People.NewKey())];
        People.TargetsThreshold = 5;
        LocalRepository repository = await WithRootAsync();
        ChangeRow change = await repository.AddAsync("a.bin", Content);
        await Task.WhenAll(People.Targets.Select(signer => Task.Run(() => repository.SignAsync(change, signer))));
        (await repository.FindAsync(change)).Signatures.Should().HaveCount(5);
        RepositoryClient client = Client(repository);
        client.Refresh(Time.GetUtcNow()).Timestamp!.Metadata.Version.Should().Be(1);
    }

    [Fact]
    public async Task What_the_server_signs_is_renewed_at_half_of_its_time_and_after_a_long_stop()
    {
        LocalRepository repository = await WithTargetsAsync();
        RepositoryClient client = Client(repository);
        TrustedSet first = client.Refresh(Time.GetUtcNow());
        Time.Advance(TimeSpan.FromHours(11));
        await repository.TickAsync();
        client.Refresh(Time.GetUtcNow()).Timestamp!.Metadata.Version.Should().Be(1);
        Time.Advance(TimeSpan.FromHours(1));
        await repository.TickAsync();
        TrustedSet renewed = client.Refresh(Time.GetUtcNow());
        (renewed.Timestamp!.Metadata.Version, renewed.Snapshot!.Metadata.Version).Should().Be((2, 1));
        for (int day = 0; day < 4; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await repository.TickAsync();
        }

        client.Refresh(Time.GetUtcNow()).Snapshot!.Metadata.Version.Should().Be(2);
        Time.Advance(TimeSpan.FromDays(300));
        LocalRepository late = await StartAsync();
        new RepositoryClient(first.Root.Envelope.Bytes.ToArray(), late.FileOf).Refresh(Time.GetUtcNow()).Snapshot!.Metadata.Version.Should().Be(3);
        (await late.ProblemsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_draft_that_expired_while_it_waited_is_made_anew()
    {
        LocalRepository repository = await WithTargetsAsync();
        ChangeRow change = await repository.AddAsync("a.bin", Content);
        Time.Advance(TimeSpan.FromDays(364));
        await repository.PublishRootAsync(RootOf(repository, 2));
        Time.Advance(TimeSpan.FromDays(2));
        await RefusedAsync(() => repository.SignAsync(change, People.Targets[0]), StatusCode.FailedPrecondition);
        await repository.SignAsync(change, People.Targets[0], People.Targets[1]);
        Client(repository).Refresh(Time.GetUtcNow()).Targets[DelegationChain.Top].Metadata.Expires.Should().BeAfter(Time.GetUtcNow().AddDays(364));
    }

    [Fact]
    public async Task Another_server_on_the_database_follows()
    {
        LocalRepository one = await WithTargetsAsync();
        LocalRepository other = await StartAsync();
        await PublishAsync(one, "a.bin", Content);
        await other.TickAsync();
        Client(other).Refresh(Time.GetUtcNow()).Targets[DelegationChain.Top].Metadata.Version.Should().Be(2);
        await PublishAsync(other, "b.bin", Other);
        await one.TickAsync();
        one.Repository.Current!.Targets.Targets.Should().HaveCount(2);
    }

    private static async Task RefusedAsync(Func<Task> act, StatusCode code) =>
        (await act.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(code);
}

public sealed class SqlitePublishingTests : PublishingSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresPublishingTests(PostgresServer server) : PublishingSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
