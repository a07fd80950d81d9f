using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Ceremony;

/// <summary>People with keys make roots on files, and a client takes them.</summary>
public sealed class RootCeremonyTests : IAsyncLifetime, IDisposable
{
    private const string Init = "root init root.json --repo image --root-key a.pub --root-key b.pub --root-key c.pub --root-threshold 2 "
        + "--targets-key t.pub --targets-threshold 1 --online online.json";

    private readonly CeremonyFolder _folder = new();

    public async Task InitializeAsync()
    {
        await _folder.MakeKeysAsync("a", "b", "c", "d", "t");
        await _folder.WriteOnlineKeysAsync("online.json", "timestamp", "snapshot");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_of_three_make_a_root_and_the_next_one_and_a_client_walks_from_one_to_the_other()
    {
        await _folder.DoneAsync(Init + " --expires 30d");
        await _folder.DoneAsync("root sign root.json --key a");
        OtaRun shown = await _folder.DoneAsync("root show root.json --output json");
        shown.Json.GetProperty("complete").GetBoolean().Should().BeFalse();
        shown.Json.GetProperty("missing")[0].GetString().Should().StartWith("1 of 2 signatures");
        Start().Refusal!.Reason.Should().Be(RefusalReason.BelowThreshold);
        await _folder.DoneAsync("root sign root.json --key c");
        (await _folder.DoneAsync("root show root.json --output json")).Json.GetProperty("complete").GetBoolean().Should().BeTrue();
        TrustedSet set = Start().Set!;
        set.Root.Metadata.Expires.Should().BeCloseTo(DateTimeOffset.UtcNow.AddDays(30), TimeSpan.FromMinutes(30));

        await _folder.DoneAsync("root rotate root.json -o 2.root.json");
        await _folder.DoneAsync("root add-key 2.root.json --role root d.pub");
        await _folder.DoneAsync($"root remove-key 2.root.json --role root {_folder.IdOf("a")}");
        await _folder.DoneAsync("root sign 2.root.json --key c --key d");
        (await _folder.DoneAsync("root show 2.root.json --previous root.json")).Out.Should().Contain("incomplete").And.Contain("1 of 2 signatures by the keys of root version 1");
        Apply(set).Refusal!.Sentence.Should().Contain("the root before it");
        (await _folder.RefusedAsync("root sign 2.root.json --key a")).Should().Contain("does not sign for this root").And.Contain("--previous");
        OtaRun last = await _folder.DoneAsync("root sign 2.root.json --key a --previous root.json");
        last.Error.Should().Contain("has all signatures");
        (TrustedSet next, Refusal? refusal) = Apply(set);
        refusal.Should().BeNull();
        next.Root.Metadata.Version.Should().Be(2);
    }

    [Fact]
    public async Task An_edit_drops_signatures_and_says_so()
    {
        await _folder.DoneAsync(Init);
        await _folder.DoneAsync("root sign root.json --key a --key b");
        (await _folder.DoneAsync("root set-threshold root.json 3 --role root")).Error.Should().Contain("Its 2 signatures are gone");
        OtaRun shown = await _folder.DoneAsync("root show root.json --output json");
        shown.Json.GetProperty("missing")[0].GetString().Should().StartWith("0 of 3 signatures");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_no_file_changes()
    {
        (await _folder.RefusedAsync(Init.Replace("threshold 2", "threshold 4", StringComparison.Ordinal))).Should().Contain("has 3 keys, so its threshold cannot be 4");
        (await _folder.RefusedAsync(Init.Replace("b.pub", "a.pub", StringComparison.Ordinal))).Should().Contain("a.pub is a key of the role root already");
        (await _folder.RefusedAsync(Init.Replace("t.pub", "a.pub", StringComparison.Ordinal))).Should().Contain("serves two roles");
        (await _folder.RunAsync(Init.Replace("--repo image", "--repo director", StringComparison.Ordinal))).Should(2).Error.Should().Contain("takes no --targets-key");
        (await _folder.RunAsync(Init.Replace("b.pub", "b", StringComparison.Ordinal))).Should(2).Error.Should().Contain("b is a private key; name the public one");
        (await _folder.RunAsync(Init.Replace(" --online online.json", "", StringComparison.Ordinal))).Should(2).Error.Should().Contain("--online FILE");
        (await _folder.RunAsync(Init + " --expires soon")).Should(2).Error.Should().Contain("such as 365d");
        File.Exists(_folder.Ota["root.json"]).Should().BeFalse();

        await _folder.DoneAsync(Init);
        byte[] before = _folder.Read("root.json");
        (await _folder.RefusedAsync(Init)).Should().Contain("root.json exists already");
        (await _folder.RefusedAsync("root sign root.json --key t")).Should().Contain("does not sign for this root");
        (await _folder.RunAsync("root sign root.json")).Should(2).Error.Should().Contain("Nothing to sign with");
        (await _folder.RunAsync("root sign root.json --key a --key a")).Should(2).Error.Should().Contain("are the same key");
        (await _folder.RefusedAsync("root rotate root.json -o 2.root.json")).Should().Contain("lacks signatures of its own");
        (await _folder.RefusedAsync("root remove-key root.json --role targets t.pub")).Should().Contain("would keep 0 keys");
        _folder.Read("root.json").Should().Equal(before);
    }

    [Fact]
    public async Task A_program_that_signs_is_started_with_the_words_of_the_command()
    {
        await _folder.DoneAsync(Init);
        (await _folder.Ota.RunAsync("root", "sign", "root.json", "--public-key", "a.pub", "--signer", "openssl dgst -sha256 -sign 'a' {file}")).Should(0);
        (await _folder.Ota.RunAsync("root", "sign", "root.json", "--public-key", "a.pub", "--signer", "openssl dgst -sha256 -sign b {file}")).Should(1)
            .Error.Should().Contain("is no signature of the key");
        (await _folder.Ota.RunAsync("root", "sign", "root.json", "--public-key", "a.pub", "--signer", "openssl dgst -sha256 -sign b")).Should(2)
            .Error.Should().Contain("write {file} where");
        (await _folder.DoneAsync("root sign root.json --key b")).Error.Should().Contain("has all signatures");
        Start().Refusal.Should().BeNull();
    }

    [Fact]
    public async Task The_documented_ceremony_works_word_for_word()
    {
        await _folder.WriteOnlineKeysAsync("online-director.json", "timestamp", "snapshot", "targets");
        _folder.Ota.Environment["OTA_KEY_PASSPHRASE"] = "correct horse battery";
        foreach (string block in CeremonyFolder.Documented("## Key ceremony")) (await _folder.Ota.BashAsync("set -e\n" + block)).Should(0);
        foreach (string root in new[] { "root.json", "director.json", "2.root.json --previous root.json" })
            (await _folder.DoneAsync($"root show {root} --output json")).Json.GetProperty("complete").GetBoolean().Should().BeTrue(root);
        TrustedSet set = Start().Set!;
        Apply(set).Refusal.Should().BeNull();
    }

    private (TrustedSet? Set, Refusal? Refusal) Start()
    {
        Refusal? refusal = RefreshMachine.Start(_folder.Read("root.json"), MetadataDialect.Tuf, MetadataLimits.Default, DateTimeOffset.UtcNow, out TrustedSet? set);
        return (set, refusal);
    }

    private (TrustedSet Set, Refusal? Refusal) Apply(TrustedSet set)
    {
        Refusal? refusal = RefreshMachine.Apply(set, RefreshMachine.Next(set)!, _folder.Read("2.root.json"), out TrustedSet next);
        return (next, refusal);
    }
}
