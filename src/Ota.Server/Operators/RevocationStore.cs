using System.Data.Common;
using Dapper;
using Ota.Core.Operators;
using Ota.Server.Storage;

namespace Ota.Server.Operators;

/// <summary>Revokes operators and credentials, alone, so that two admins cannot revoke each other at the same moment.</summary>
internal sealed class RevocationStore(Database database)
{
    private const string SelectUsable = """
        SELECT c.id, c.operator, o.roles
        FROM credentials c JOIN operators o ON o.name = c.operator
        WHERE o.disabled IS NULL AND c.revoked IS NULL AND c.expires > @now
        """;

    public Task<Revocation> RevokeOperatorAsync(string name, DateTimeOffset now, CancellationToken stop) => RevokeAsync(
        "SELECT COUNT(*) FROM operators WHERE name = @name",
        "UPDATE operators SET disabled = @now WHERE name = @name AND disabled IS NULL",
        new { name, now = now.ToUnixTimeMilliseconds() },
        stays: credential => credential.Operator != name,
        stop);

    public Task<Revocation> RevokeCredentialAsync(string name, string id, DateTimeOffset now, CancellationToken stop) => RevokeAsync(
        "SELECT COUNT(*) FROM credentials WHERE operator = @name AND id = @id",
        "UPDATE credentials SET revoked = @now WHERE operator = @name AND id = @id AND revoked IS NULL",
        new { name, id, now = now.ToUnixTimeMilliseconds() },
        stays: credential => credential.Id != id,
        stop);

    private async Task<Revocation> RevokeAsync(
        string count, string update, object values, Func<HeldCredential, bool> stays, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Operators, stop);
        if (await connection.ExecuteScalarAsync<long>(Sql(count)) == 0) return Revocation.NotFound;
        HeldCredential[] admins = [.. (await connection.QueryAsync<HeldCredential>(Sql(SelectUsable))).Where(IsAdmin)];
        if (admins.Length > 0 && !admins.Any(stays)) return Revocation.LastAdmin;
        await connection.ExecuteAsync(Sql(update));
        await transaction.CommitAsync(stop);
        return Revocation.Done;

        CommandDefinition Sql(string text) => new(text, values, transaction, cancellationToken: stop);
    }

    private static bool IsAdmin(HeldCredential credential) =>
        RoleSet.TryParse(credential.Roles, out RoleSet roles) && roles.Contains(Role.Admin);
}
