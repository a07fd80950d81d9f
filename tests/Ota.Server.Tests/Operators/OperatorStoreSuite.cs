using Ota.Server.Operators;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Operators;

public abstract class OperatorStoreSuite : StoreSuite
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(5000);

    private OperatorStore Store => new(Database);

    private RevocationStore Revocations => new(Database);

    [Fact]
    public async Task What_was_added_is_found()
    {
        OperatorRow added = new() { Name = "anna", Roles = "viewer,admin", Created = 1234, CreatedBy = "root" };
        CredentialRow credential = Credential("anna", "c1");
        (await Store.TryAddAsync(added, credential, default)).Should().BeTrue();
        (await Store.FindAsync("anna", default)).Should().BeEquivalentTo(added);
        (await Store.CredentialsAsync("anna", "anna", default))["anna"].Should().ContainSingle().Which.Should().BeEquivalentTo(credential);
        (await Store.CountAsync(default)).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_name_is_never_used_twice_and_its_first_holder_stays()
    {
        await AddAsync("anna", "admin");
        OperatorRow second = new() { Name = "anna", Roles = "viewer" };
        (await Store.TryAddAsync(second, Credential("anna", "other"), default)).Should().BeFalse();
        (await Store.FindAsync("anna", default))!.Roles.Should().Be("admin");
        (await Store.CountAsync(default)).Should().Be((1, 1));
    }

    [Fact]
    public async Task Operators_are_listed_by_name_in_pages()
    {
        foreach (string name in new[] { "c", "a", "b", "b.1" }) await AddAsync(name, "viewer");
        (await Store.ListAsync("", 2, default)).Select(row => row.Name).Should().Equal("a", "b");
        (await Store.ListAsync("b", 9, default)).Select(row => row.Name).Should().Equal("b.1", "c");
        (await Store.ListAsync("c", 9, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_certificate_is_found_by_fingerprint_and_a_token_by_id()
    {
        await AddAsync("anna", "support");
        CredentialRow token = new() { Id = "t1", Operator = "anna", Kind = "token", Fingerprint = "hash", Expires = 9000 };
        (await Store.TryAddCredentialAsync(token, default)).Should().BeTrue();
        (await Store.FindCertificateAsync("fp-anna", default)).Should().BeEquivalentTo(new { Operator = "anna", Roles = "support", Expires = 9000L });
        (await Store.FindTokenAsync("t1", default)).Should().BeEquivalentTo(new { Operator = "anna", Fingerprint = "hash" });
        (await Store.FindCertificateAsync("hash", default)).Should().BeNull("a token's hash is no certificate");
        (await Store.FindTokenAsync("anna", default)).Should().BeNull("a certificate's id is no token");
    }

    [Fact]
    public async Task Nobody_gets_a_credential_who_is_not_there_or_was_revoked()
    {
        (await Store.TryAddCredentialAsync(Credential("ghost", "x"), default)).Should().BeFalse();
        await AddAsync("boss", "admin");
        await AddAsync("anna", "viewer");
        await Revocations.RevokeOperatorAsync("anna", Now, default);
        (await Store.TryAddCredentialAsync(Credential("anna", "more"), default)).Should().BeFalse();
    }

    [Fact]
    public async Task The_day_of_use_only_moves_forward()
    {
        await AddAsync("anna", "viewer");
        await Store.NoteUseAsync("anna", "2026-02-01", default);
        await Store.NoteUseAsync("anna", "2026-01-31", default);
        (await Store.FindCertificateAsync("fp-anna", default))!.LastUsed.Should().Be("2026-02-01");
    }

    [Fact]
    public async Task A_revoked_operator_stays_revoked_since_the_first_time()
    {
        await AddAsync("boss", "admin");
        await AddAsync("anna", "viewer");
        (await Revocations.RevokeOperatorAsync("anna", Now, default)).Should().Be(Revocation.Done);
        (await Revocations.RevokeOperatorAsync("anna", Now.AddDays(1), default)).Should().Be(Revocation.Done);
        (await Store.FindAsync("anna", default))!.Disabled.Should().Be(5000);
        (await Store.FindCertificateAsync("fp-anna", default))!.IsUsable(Now).Should().BeFalse();
    }

    [Fact]
    public async Task A_revoked_credential_is_not_usable_and_others_are()
    {
        await AddAsync("boss", "admin");
        await AddAsync("anna", "viewer");
        await Store.TryAddCredentialAsync(Credential("anna", "second"), default);
        (await Revocations.RevokeCredentialAsync("anna", "anna", Now, default)).Should().Be(Revocation.Done);
        (await Store.FindCertificateAsync("fp-anna", default))!.IsUsable(Now).Should().BeFalse();
        (await Store.FindCertificateAsync("fp-second", default))!.IsUsable(Now).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_revoked()
    {
        await AddAsync("boss", "admin");
        await AddAsync("anna", "viewer");
        (await Revocations.RevokeOperatorAsync("ghost", Now, default)).Should().Be(Revocation.NotFound);
        (await Revocations.RevokeCredentialAsync("anna", "boss", Now, default)).Should().Be(Revocation.NotFound, "it is somebody else's");
    }

    [Fact]
    public async Task The_last_admin_and_its_last_credential_cannot_be_revoked()
    {
        await AddAsync("boss", "viewer,admin");
        await AddAsync("anna", "viewer");
        (await Revocations.RevokeOperatorAsync("boss", Now, default)).Should().Be(Revocation.LastAdmin);
        (await Revocations.RevokeCredentialAsync("boss", "boss", Now, default)).Should().Be(Revocation.LastAdmin);
        await Store.TryAddCredentialAsync(Credential("boss", "second"), default);
        (await Revocations.RevokeCredentialAsync("boss", "boss", Now, default)).Should().Be(Revocation.Done);
        (await Revocations.RevokeCredentialAsync("boss", "second", Now, default)).Should().Be(Revocation.LastAdmin);
    }

    [Fact]
    public async Task An_admin_whose_credentials_have_expired_does_not_count()
    {
        await AddAsync("boss", "admin");
        await AddAsync("old", "admin", expires: 4000);
        (await Revocations.RevokeOperatorAsync("boss", Now, default)).Should().Be(Revocation.LastAdmin);
        (await Revocations.RevokeOperatorAsync("old", Now, default)).Should().Be(Revocation.Done);
    }

    [Fact]
    public async Task Two_admins_who_revoke_each_other_at_once_cannot_both_succeed()
    {
        await AddAsync("anna", "admin");
        await AddAsync("boss", "admin");
        Revocation[] outcomes = await Task.WhenAll(
            Task.Run(() => Revocations.RevokeOperatorAsync("anna", Now, default)),
            Task.Run(() => Revocations.RevokeOperatorAsync("boss", Now, default)));
        outcomes.Should().BeEquivalentTo([Revocation.Done, Revocation.LastAdmin]);
    }

    private static CredentialRow Credential(string holder, string id, long expires = 9000) => new()
    {
        Id = id,
        Operator = holder,
        Kind = "certificate",
        Fingerprint = $"fp-{id}",
        Created = 1000,
        Expires = expires,
    };

    private async Task AddAsync(string name, string roles, long expires = 9000)
    {
        OperatorRow row = new() { Name = name, Roles = roles, Created = 1000 };
        (await Store.TryAddAsync(row, Credential(name, name, expires), default)).Should().BeTrue();
    }
}

public sealed class SqliteOperatorStoreTests : OperatorStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresOperatorStoreTests(PostgresServer server) : OperatorStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}
