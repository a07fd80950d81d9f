using Dapper;
using Ota.Core.Bundles.Manifests;
using Ota.Server.Bundles.Staging;
using Ota.Server.Storage;
using Ota.Server.Tests.Artifacts;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Staging;

public abstract class BundleStoreSuite : StoreSuite
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Content _image = Content.Of(1, 100);
    private int _changes;

    private BundleStore Store => new(Database);

    [Fact]
    public async Task A_bundle_is_kept_once_and_found_whole()
    {
        ManifestText manifest = new(_image);
        (await AddAsync(manifest)).Should().BeTrue();
        (await AddAsync(manifest)).Should().BeFalse();
        BundleRow row = (await Store.FindAsync(manifest.Digest, default))!;
        (row.Title, row.Version, row.Role, row.Creator, row.State).Should().Be(("Battery fix", "2.0", "targets", "anna", V1.BundleState.Draft));
        row.Manifest.Should().Be(System.Text.Encoding.ASCII.GetString(manifest.Published.Bytes));
        (await Store.FindFactsAsync(manifest.Digest, default)).Should().Be(row with { Manifest = "" });
        BundleImageRow image = (await Store.ImagesAsync([row.Number], default))[row.Number].Single();
        image.Should().Be(BundleImageRow.Of(manifest.Manifest.Images[0], 0) with { Bundle = row.Number });
        (await Store.FindAsync(_image.Sha256, default)).Should().BeNull();
    }

    [Fact]
    public async Task Its_changes_say_how_far_a_bundle_is()
    {
        ManifestText manifest = new(_image);
        await AddAsync(manifest);
        string change = await ChangeAsync(manifest, "bundle", "dropped");
        (await StateAsync(manifest)).Should().Be(V1.BundleState.Draft, "a dropped change is none");
        change = await ChangeAsync(manifest, "bundle", "open");
        (await StateAsync(manifest)).Should().Be(V1.BundleState.AwaitingSignatures);
        await RunAsync("UPDATE changes SET state = 'published', published_at = 5 WHERE id = @change", new { change });
        (await StateAsync(manifest)).Should().Be(V1.BundleState.Staged);
        await Store.WithdrawAsync(manifest.Digest, "too hot", "eve", Now, default);
        await Store.WithdrawAsync(manifest.Digest, "another reason", "anna", Now, default);
        BundleRow row = (await Store.FindAsync(manifest.Digest, default))!;
        (row.State, row.WithdrawalReason, row.Withdrawer, row.Staged, row.WithdrawalChange).Should().Be((V1.BundleState.Withdrawn, "too hot", "eve", 5, null));
        string removal = await ChangeAsync(manifest, "withdrawal", "open");
        (await Store.FindAsync(manifest.Digest, default))!.WithdrawalChange.Should().Be(removal);
    }

    [Fact]
    public async Task Bundles_are_listed_the_newest_first_by_state_and_in_pages()
    {
        ManifestText[] all = [.. Enumerable.Range(0, 5).Select(i => new ManifestText(_image, $"bms/{i}.bin", title: $"Fix {i}"))];
        foreach (ManifestText one in all) await AddAsync(one);
        await ChangeAsync(all[1], "bundle", "open");
        await ChangeAsync(all[2], "bundle", "published");
        await Store.WithdrawAsync(all[3].Digest, "r", "eve", Now, default);
        (await TitlesAsync(V1.BundleState.Unspecified)).Should().Equal("Fix 4", "Fix 3", "Fix 2", "Fix 1", "Fix 0");
        (await TitlesAsync(V1.BundleState.Draft)).Should().Equal("Fix 4", "Fix 0");
        (await TitlesAsync(V1.BundleState.AwaitingSignatures)).Should().Equal("Fix 1");
        (await TitlesAsync(V1.BundleState.Staged)).Should().Equal("Fix 2");
        (await TitlesAsync(V1.BundleState.Withdrawn)).Should().Equal("Fix 3");
        IReadOnlyList<BundleRow> page = await Store.ListAsync(V1.BundleState.Unspecified, 0, 2, default);
        (await Store.ListAsync(V1.BundleState.Unspecified, page[^1].Number, 2, default)).Select(row => row.Title).Should().Equal("Fix 2", "Fix 1");
    }

    [Fact]
    public async Task A_bundle_is_found_by_the_beginning_of_its_digest()
    {
        ManifestText manifest = new(_image);
        await AddAsync(manifest);
        (await Store.FindDigestsAsync(manifest.Digest[..8], 2, default)).Should().Equal(manifest.Digest);
        (await Store.FindDigestsAsync(manifest.Digest, 2, default)).Should().Equal(manifest.Digest);
        string other = (manifest.Digest[0] == '0' ? '1' : '0') + manifest.Digest[1..8];
        (await Store.FindDigestsAsync(other, 2, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_image_is_shared_while_another_bundle_of_the_role_lists_it()
    {
        ManifestText one = new(_image);
        ManifestText other = new(_image, title: "Other");
        await AddAsync(one);
        long number = (await Store.FindAsync(one.Digest, default))!.Number;
        (await Store.SharedPathsAsync(number, default)).Should().BeEmpty();
        await AddAsync(other);
        (await Store.SharedPathsAsync(number, default)).Should().Equal("bms/fw-2.bin");
        await Store.WithdrawAsync(other.Digest, "r", "eve", Now, default);
        (await Store.SharedPathsAsync(number, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_bundles_and_vehicles_have_is_known()
    {
        ManifestText manifest = new(_image);
        await AddAsync(manifest);
        KnownBundles bundles = new(Database);
        (await bundles.CountersAsync(default)).Should().BeEmpty("it was never published");
        await ChangeAsync(manifest, "bundle", "published");
        (await bundles.CountersAsync(default)).Should().ContainSingle().Which.ReleaseCounter.Should().Be(2);
        await Store.WithdrawAsync(manifest.Digest, "r", "eve", Now, default);
        string removal = await ChangeAsync(manifest, "withdrawal", "open");
        KnownPath path = (await bundles.PathsAsync(["bms/fw-2.bin", "x"], default))["bms/fw-2.bin"].Should().ContainSingle().Subject;
        (path.Sha256, path.Bundle, path.LeavingBy).Should().Be((_image.Sha256, manifest.Name, removal));
        (await bundles.AreWithdrawnAsync([manifest.Digest, _image.Sha256], default)).Should().Equal(new Dictionary<string, bool> { [manifest.Digest] = true });
        (await new KnownVehicles(Database).ImagesAsync([_image.Sha256, manifest.Digest], default)).Should().Equal(_image.Sha256);
        (await new KnownVehicles(Database).HardwareAsync(["bms"], default)).Should().BeEmpty("no vehicle is registered");
    }

    private async Task<bool> AddAsync(ManifestText text)
    {
        Manifest manifest = text.Manifest;
        BundleRow row = new()
        {
            Digest = text.Digest,
            Title = manifest.Title,
            Version = manifest.Version,
            Role = "targets",
            Manifest = System.Text.Encoding.ASCII.GetString(text.Published.Bytes),
            Creator = "anna",
            Created = Now.ToUnixTimeMilliseconds(),
        };
        return await Store.TryAddAsync(row, [.. manifest.Images.Select(BundleImageRow.Of)], default);
    }

    private async Task<string> ChangeAsync(ManifestText manifest, string kind, string state)
    {
        string id = $"c{++_changes}";
        const string insert = """
            INSERT INTO changes (id, number, kind, state, subject, role, version, draft, edit, bound_to, key_ids, threshold, summary, creator, created_at, published_at)
            VALUES (@id, @number, @kind, @state, @subject, 'targets', 1, '', '', '', '[]', 2, '[]', 'anna', 1, 5)
            """;
        await RunAsync(insert, new { id, number = (long)_changes, kind, state, subject = manifest.Name });
        return id;
    }

    private async Task RunAsync(string sql, object values)
    {
        await using System.Data.Common.DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync(sql, values);
    }

    private async Task<V1.BundleState> StateAsync(ManifestText manifest) => (await Store.FindAsync(manifest.Digest, default))!.State;

    private async Task<IEnumerable<string>> TitlesAsync(V1.BundleState state) => (await Store.ListAsync(state, 0, 10, default)).Select(row => row.Title);
}

public sealed class SqliteBundleStoreTests : BundleStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresBundleStoreTests(PostgresServer server) : BundleStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
