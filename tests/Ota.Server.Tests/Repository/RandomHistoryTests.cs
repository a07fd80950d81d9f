using Grpc.Core;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Server.Bundles.Repository;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

/// <summary>Everything that people may do, in a random order, with kills: clients that look at any moment are never refused anything.</summary>
public sealed class RandomHistoryTests : RepositorySuite
{
    private const int Steps = 60;

    private static readonly string[] Suppliers = ["supplier-a", "supplier-b"];

    private readonly Dictionary<string, LocalSigner> _keys = [];
    private Random _random = null!;
    private LocalRepository _repository = null!;
    private bool _dies;
    private int _images;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Clients_take_every_set_of_a_random_history(int seed)
    {
        _random = new Random(seed);
        Know([.. People.Root, .. People.Targets]);
        _repository = await WithTargetsAsync();
        byte[] first = _repository.FileOf("1.root.json")!;
        RepositoryClient faithful = new(first, name => _repository.FileOf(name));
        for (int step = 0; step < Steps; step++)
        {
            if (_random.Next(8) == 0) await RestartAsync();
            string done = await TryStepAsync();
            Time.Advance(TimeSpan.FromHours(_random.Next(1, 20)));
            await _repository.TickAsync();
            Look(faithful, $"seed {seed}, step {step}: {done}");
            if (step % 20 == 0) Look(new RepositoryClient(first, name => _repository.FileOf(name)), $"seed {seed}, step {step}, from the first root: {done}");
        }

        _repository.Repository.Current!.Targets.Version.Should().BeGreaterThan(3, "the history is to be one");
        (await _repository.ProblemsAsync()).Should().OnlyContain(problem => problem.Contains("The artifact of"));
    }

    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);

    private void Look(RepositoryClient client, string when)
    {
        TrustedSet set = client.Invoking(one => one.Refresh(Time.GetUtcNow())).Should().NotThrow(when).Subject;
        ImageView view = _repository.Repository.Current!;
        set.Targets[DelegationChain.Top].Metadata.Version.Should().Be(view.Targets.Version, when);
        foreach (TargetPath path in view.Delegated.Values.Prepend(view.Targets).SelectMany(file => file.Targets.Keys)) client.Find(path.Value).Should().NotBeNull(when);
        client.Find("supplier-a/none.bin").Should().BeNull(when);
    }

    private async Task RestartAsync()
    {
        _dies = false;
        _repository = await StartAsync(_ =>
        {
            if (_dies && _random.Next(4) == 0) throw new KilledException();
        });
    }

    private async Task<string> TryStepAsync()
    {
        int what = _random.Next(12);
        _dies = true;
        try
        {
            await (what switch
            {
                < 2 => AddAsync("targets", "top"),
                2 => AddAsync(Suppliers[_random.Next(2)], null),
                3 => RemoveAsync(),
                4 => DelegateAsync(),
                5 => EndAsync(),
                6 => RotateAsync(),
                7 => DropAsync(),
                _ => SignAsync(),
            });
        }
        catch (RpcException e)
        {
            return $"{what} was refused: {e.Status.Detail}";
        }
        catch (KilledException)
        {
            await RestartAsync();
            return $"{what} was killed";
        }
        finally
        {
            _dies = false;
        }

        return $"{what}";
    }

    private Task<ChangeRow> AddAsync(string role, string? folder) => _repository.AddAsync($"{folder ?? role}/{++_images}.bin", BitConverter.GetBytes(_images), role);

    private Task<ChangeRow> RemoveAsync() => _repository.ProposeAsync(
        new TargetsEdit { Remove = [.. _repository.Repository.Current!.Targets.Targets.Keys.Take(1)] }, V1.ChangeKind.Withdrawal, $"bundles/{++_images}");

    private Task<ChangeRow> DelegateAsync()
    {
        string role = Suppliers[_random.Next(2)];
        LocalSigner[] signers = NewKeys(_random.Next(1, 3));
        return _repository.ProposeAsync(
            new TargetsEdit { Delegate = People.Delegation(role, $"{role}/*", signers.Length, signers) }, V1.ChangeKind.Delegation, role);
    }

    private Task<ChangeRow> EndAsync()
    {
        string role = Suppliers[_random.Next(2)];
        return _repository.ProposeAsync(new TargetsEdit { EndDelegation = RoleName.TryParse(role) }, V1.ChangeKind.DelegationEnd, role);
    }

    private async Task RotateAsync()
    {
        // Those who sign are asked of what is published, since a root may have been dropped or killed before.
        RootMetadata current = _repository.Published.Memory.Image.Root!.Metadata;
        LocalSigner[] before = [.. current.Roles[MetadataRole.Root].KeyIds.Select(id => _keys[id.Value])];
        if (_random.Next(2) == 0) People.Root = [.. NewKeys(_random.Next(1, 4))];
        if (_random.Next(2) == 0) People.Targets = [.. NewKeys(3)];
        await _repository.PublishRootAsync(RootOf(_repository, current.Version + 1, before));
    }

    private async Task DropAsync()
    {
        IReadOnlyList<ChangeRow> open = await _repository.OpenAsync();
        if (open.Count > 0) await _repository.Signing.DropAsync(open[_random.Next(open.Count)].Id, "eve", default);
    }

    private async Task SignAsync()
    {
        IReadOnlyList<ChangeRow> open = await _repository.OpenAsync();
        if (open.Count == 0) return;
        ChangeRow change = open[_random.Next(open.Count)];
        foreach (KeyId id in change.KeyIds.Take(change.Threshold))
        {
            if ((await _repository.FindAsync(change)).State == V1.ChangeState.Open) await _repository.SignAsync(change, _keys[id.Value]);
        }
    }

    private LocalSigner[] NewKeys(int count) => Know([.. Enumerable.Range(0, count).Select(_ => People.NewKey())]);

    private LocalSigner[] Know(LocalSigner[] signers)
    {
        foreach (LocalSigner signer in signers) _keys[signer.Key.Id.Value] = signer;
        return signers;
    }

    private sealed class KilledException : Exception;
}
