using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>
/// Whoever holds the line, or a mirror, but no key: npm's tuf-js refuses what comes, keeps what it trusted, and goes on when the
/// server is heard again.
/// </summary>
[Collection(AttackedCollection.Name)]
public sealed class MetadataAttackTests(AttackedWorld world) : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<Repository, string> Attacks
    {
        get
        {
            TheoryData<Repository, string> rows = [];
            foreach (Repository repository in Enum.GetValues<Repository>())
            {
                foreach (string name in MetadataAttacks.Names) rows.Add(repository, name);
            }

            return rows;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Is_refused_and_the_honest_server_is_believed_afterwards(Repository repository, string name)
    {
        Attack attack = new MetadataAttacks(world, repository).Find(name);
        string state = _folder["state"], after = _folder["after"];
        TufClient.Copy(world.StateOf(repository, attack.Generation), state);
        IReadOnlyDictionary<string, byte[]> before = TufClient.FilesOf(state);
        world.Proxy.Attack = attack.Reply;
        string path = world.PathOf(repository);
        IReadOnlyList<TufStep> steps = await TufClient.RunAsync(
            _folder["steps.json"],
            new { name, url = $"{world.Proxy.Url}/evil{path}", state, images = Array.Empty<string>(), keep = after, now = attack.Now?.ToString("O") },
            new { name = "honest", url = $"{world.Proxy.Url}/honest{path}", state, images = Array.Empty<string>() });

        steps[0].IsAccepted.Should().BeFalse();
        steps[0].Why.Should().MatchRegex(attack.Why);
        steps[1].IsAccepted.Should().BeTrue(steps[1].Why);
        ShouldBeAsBefore(before, TufClient.FilesOf(after), TufClient.FilesOf(state), attack.Role);
    }

    // A refresh that fails half-way may keep the good files that came before the bad one (TUF 5), and never anything else.
    private static void ShouldBeAsBefore(
        IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> after, IReadOnlyDictionary<string, byte[]> honest, string role)
    {
        after.Keys.Should().BeEquivalentTo(before.Keys);
        foreach ((string file, byte[] bytes) in after)
        {
            bool isOld = bytes.AsSpan().SequenceEqual(before[file]);
            if (file == $"{role}.json" || file == "targets.json") isOld.Should().BeTrue($"{file} was trusted");
            else (isOld || bytes.AsSpan().SequenceEqual(honest[file])).Should().BeTrue($"{file} is the server's, now or before");
        }
    }
}
