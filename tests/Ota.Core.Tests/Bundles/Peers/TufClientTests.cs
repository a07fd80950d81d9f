using System.Text;
using System.Text.Json;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Testing;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>tuf-js refreshes from the files that we write, over HTTP, and takes what we take and refuses what we refuse.</summary>
public sealed class TufClientTests
{
    private static readonly string[] Images = [PeerScenarios.Gateway, PeerScenarios.Brake, PeerScenarios.Foreign];

    [Fact]
    public async Task Tuf_js_takes_what_we_take_and_refuses_what_we_refuse()
    {
        using TempFolder folder = new();
        List<object> steps = [];
        List<(string Name, PeerVerdict Ours, string Theirs)> expected = [];
        for (int i = 0; i < PeerScenarios.All.Count; i++)
        {
            PeerScenario scenario = PeerScenarios.All[i];
            TestRepository repository = PeerScenarios.Begin();
            string state = Directory.CreateDirectory(folder[$"state-{i}"]).FullName;
            await File.WriteAllBytesAsync(Path.Combine(state, "root.json"), repository.Root);

            PeerVerdict before = Look(repository, null);
            before.Refusal.Should().BeNull();
            Add($"before {scenario.Name}", "", folder[$"served-{i}-0"], repository, state, before);
            scenario.Change(repository);
            PeerVerdict after = Look(repository, before.Set);
            (after.Refusal?.Reason).Should().Be(scenario.Reason, $"{scenario.Name}: {after.Refusal}");
            Add(scenario.Name, scenario.Theirs, folder[$"served-{i}-1"], repository, state, after);
        }

        await File.WriteAllTextAsync(folder["steps"], JsonSerializer.Serialize(steps));
        IReadOnlyList<string> answers = await TufPeer.RunAsync("refresh", folder["steps"], "STEP");
        answers.Should().HaveCount(expected.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            using JsonDocument answer = JsonDocument.Parse(answers[i]["STEP ".Length..]);
            (string name, PeerVerdict ours, string theirs) = expected[i];
            string why = answer.RootElement.GetProperty("why").GetString()!;
            string because = $"{name}; ours: {ours.Refusal}; theirs: {why}";
            answer.RootElement.GetProperty("accepted").GetBoolean().Should().Be(ours.Refusal is null, because);
            if (ours.Refusal is not null)
            {
                why.Should().Match(theirs, because);
                continue;
            }

            foreach ((string image, long? length) in ours.Found)
            {
                JsonElement found = answer.RootElement.GetProperty("found").GetProperty(image);
                (found.ValueKind == JsonValueKind.Null ? null : (long?)found.GetInt64()).Should().Be(length, because);
            }
        }

        void Add(string name, string theirs, string served, TestRepository repository, string state, PeerVerdict verdict)
        {
            Write(repository, served);
            steps.Add(new { name, repository = served, state, images = Images });
            expected.Add((name, verdict, theirs));
        }
    }

    /// <summary>Our own verdict on the same files.</summary>
    private static PeerVerdict Look(TestRepository repository, TrustedSet? earlier)
    {
        byte[] root = earlier?.Root.Envelope.Bytes.ToArray() ?? repository.Root;
        (TrustedSet? set, Refusal? refusal) = TestClient.Refresh(root, repository.Files, earlier: earlier);
        Dictionary<string, long?> found = [];
        foreach (string image in Images)
        {
            if (refusal is not null) break;
            (SearchResult? result, refusal) = TestClient.Find(repository, image, start: set);
            found[image] = (result as SearchResult.Found)?.Entry.Length;
        }

        return new PeerVerdict(refusal, found, set);
    }

    private static void Write(TestRepository repository, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] file) in repository.Files) File.WriteAllBytes(Path.Combine(folder, name), file);
        foreach (string image in Images)
        {
            byte[] content = Encoding.UTF8.GetBytes(PeerScenarios.ContentOf(image));
            foreach (string name in RepositoryFiles.Images(TestRepository.Path(image), FileHashes.Of(content)))
            {
                string path = Path.Combine(folder, "images", name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, content);
            }
        }
    }
}
