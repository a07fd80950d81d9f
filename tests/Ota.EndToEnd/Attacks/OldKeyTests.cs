using Ota.Core.Bundles.Keys;
using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>Somebody has the server, with the keys of snapshot and timestamp, and one person's key; the rest is of keys that do not count.</summary>
[Collection(AttackedCollection.Name)]
public sealed class OldKeyTests(AttackedWorld world) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t1", "a key that the root has replaced")]
    [InlineData("r2", "a key of another role")]
    [InlineData("s1", "a supplier's key")]
    public async Task A_client_does_not_count_a_signature_by(string key, string whose)
    {
        TufStep forged = await RefreshAsync("t2", key);
        forged.IsAccepted.Should().BeFalse(whose);
        forged.Why.Should().Contain("was signed by 1/2 keys");
        TufStep signed = await RefreshAsync("t2", "t3");
        signed.IsAccepted.Should().BeTrue(signed.Why);
    }

    [Theory]
    [InlineData("t1")]
    [InlineData("r2")]
    [InlineData("s1")]
    public async Task The_tool_gives_no_signature_for_the_targets_by(string key)
    {
        string change = await world.ProposeAsync("renew targets");
        (await world.Folder.RefusedAsync($"repo sign {change} --key {key}")).Should().Contain("does not sign for targets");
        await world.Folder.DoneAsync($"repo drop {change} --yes");
    }

    private async Task<TufStep> RefreshAsync(params string[] keys)
    {
        string state = _folder[string.Concat(keys)];
        TufClient.Copy(world.StateOf(Repository.Image, "first"), state);
        world.Proxy.Attack = (path, reply) => reply.With(file =>
            Attack.IsOf(path, "targets") ? Forged.SignAgain(file, keys.Select(key => Open(world.Folder.Ota[key])))
            : Attack.IsOf(path, "snapshot") ? Forged.WithoutHashes(file, OpenOnline("snapshot"))
            : Attack.IsOf(path, "timestamp") ? Forged.WithoutHashes(file, OpenOnline("timestamp"))
            : file);
        object step = new { name = "forged", url = $"{world.Proxy.Url}/evil/repo", state, images = Array.Empty<string>() };
        return (await TufClient.RunAsync(_folder["steps.json"], step)).Single();
    }

    private LocalSigner OpenOnline(string role) => Open(Path.Combine(world.Data, "keys", $"image-{role}.pem"));

    private static LocalSigner Open(string file) => LocalSigner.TryReadPem(File.ReadAllText(file), null)!;
}
