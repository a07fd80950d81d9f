using Ota.Core.Bundles.Verification;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

/// <summary>Two servers with the same keys on one PostgreSQL: a vehicle may reach now this one, now that one.</summary>
[Collection(nameof(PostgresTests))]
public sealed class SeveralServersTests(PostgresServer postgres) : IAsyncLifetime, IDisposable
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly TempFolder _folder = new();
    private DirectorServer _one = null!;
    private DirectorServer _two = null!;
    private string[] _vids = null!;

    public async Task InitializeAsync()
    {
        string database = postgres.NewDatabase();
        _one = await DirectorServer.StartAsync(_time, _folder["one"], isNew: true, "--database", database);
        _vids = await _one.RegisterAsync(20);
        string keys = Directory.CreateDirectory(Path.Combine(_folder["two"], "keys")).FullName;
        foreach (string key in Directory.EnumerateFiles(Path.Combine(_folder["one"], "keys"))) File.Copy(key, Path.Combine(keys, Path.GetFileName(key)));
        _two = await DirectorServer.StartAsync(_time, _folder["two"], isNew: false, "--database", database);
    }

    public async Task DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Versions_never_fall_from_one_server_to_the_other()
    {
        TrustedSet? trusted = null;
        for (int i = 0; i < 6; i++)
        {
            trusted = await _one.TrustedAsync(_vids[0], _time.GetUtcNow(), trusted);
            trusted = await _two.TrustedAsync(_vids[0], _time.GetUtcNow(), trusted);
            (await _one.GetAsync(_vids[0], "timestamp.json")).Should().Equal(await _two.GetAsync(_vids[0], "timestamp.json"));
            if (i % 2 == 0) _time.Jump(TimeSpan.FromHours(13));
            else await _one.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vids[0] } });
        }

        DirectorClient.VersionsOf(trusted!).Should().Be((4, 4, 4));
    }

    [Fact]
    public async Task What_one_server_is_told_the_other_serves_at_once()
    {
        string digest = _one.Stage("gw-7", 7);
        _two.Stage("gw-7", 7);
        TrustedSet before = await _two.TrustedAsync(_vids[0], _time.GetUtcNow());
        await _one.AssignAsync(_vids[0], digest);
        TrustedSet after = await _two.TrustedAsync(_vids[0], _time.GetUtcNow(), before);
        DirectorClient.TargetsOf(after).Targets.Should().ContainSingle();
        await _one.TrustedAsync(_vids[0], _time.GetUtcNow(), after);
    }

    [Fact]
    public async Task Both_asked_at_once_answer_with_one_generation()
    {
        for (int round = 0; round < 3; round++)
        {
            byte[][] answers = await Task.WhenAll(_vids.SelectMany(vid => new[] { _one, _two }.Select(server => server.GetAsync(vid, "timestamp.json"))));
            answers.Select(Convert.ToHexString).Distinct().Should().HaveCount(_vids.Length);
            _time.Jump(TimeSpan.FromHours(13));
        }
    }
}
