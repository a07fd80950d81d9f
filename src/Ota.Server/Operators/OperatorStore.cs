using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Operators;

/// <summary>Operators and their credentials.</summary>
internal sealed class OperatorStore(Database database)
{
    private const string OperatorColumns = "name, roles, created, created_by AS CreatedBy, disabled";
    private const string CredentialColumns = "id, operator, kind, fingerprint, created, expires, revoked, last_used AS LastUsed";

    private const string Insert = """
        INSERT INTO credentials (id, operator, kind, fingerprint, created, expires, revoked, last_used)
        VALUES (@Id, @Operator, @Kind, @Fingerprint, @Created, @Expires, @Revoked, @LastUsed)
        """;

    private const string SelectHeld = """
        SELECT c.id, c.operator, c.fingerprint, c.expires, c.revoked, c.last_used AS LastUsed, o.roles, o.disabled
        FROM credentials c JOIN operators o ON o.name = c.operator
        """;

    /// <summary>Adds an operator with its first credential.</summary>
    /// <returns>False, and nothing is added, if the name is taken.</returns>
    public async Task<bool> TryAddAsync(OperatorRow added, CredentialRow credential, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Operators, stop);
        const string insertOperator = """
            INSERT INTO operators (name, roles, created, created_by, disabled)
            VALUES (@Name, @Roles, @Created, @CreatedBy, @Disabled) ON CONFLICT DO NOTHING
            """;
        if (await connection.ExecuteAsync(Sql(insertOperator, added, transaction, stop)) == 0) return false;
        await connection.ExecuteAsync(Sql(Insert, credential, transaction, stop));
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Adds a credential of an active operator.</summary>
    /// <returns>False if there is no such operator or it is revoked.</returns>
    public async Task<bool> TryAddCredentialAsync(CredentialRow credential, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Operators, stop);
        OperatorRow? holder = await connection.QuerySingleOrDefaultAsync<OperatorRow>(
            Sql($"SELECT {OperatorColumns} FROM operators WHERE name = @Operator", credential, transaction, stop));
        if (holder is null or { Disabled: not null }) return false;
        await connection.ExecuteAsync(Sql(Insert, credential, transaction, stop));
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Up to <paramref name="count"/> operators by name, from the first after a name (empty: from the start).</summary>
    public async Task<IReadOnlyList<OperatorRow>> ListAsync(string after, int count, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"SELECT {OperatorColumns} FROM operators WHERE name > @after ORDER BY name LIMIT @count";
        return [.. await connection.QueryAsync<OperatorRow>(Sql(sql, new { after, count }, null, stop))];
    }

    public async Task<OperatorRow?> FindAsync(string name, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"SELECT {OperatorColumns} FROM operators WHERE name = @name";
        return await connection.QuerySingleOrDefaultAsync<OperatorRow>(Sql(sql, new { name }, null, stop));
    }

    /// <summary>All credentials of the operators from <paramref name="first"/> to <paramref name="last"/>, oldest first.</summary>
    public async Task<ILookup<string, CredentialRow>> CredentialsAsync(string first, string last, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql =
            $"SELECT {CredentialColumns} FROM credentials WHERE operator >= @first AND operator <= @last ORDER BY operator, created, id";
        return (await connection.QueryAsync<CredentialRow>(Sql(sql, new { first, last }, null, stop))).ToLookup(row => row.Operator);
    }

    public async Task<HeldCredential?> FindCertificateAsync(string fingerprint, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"{SelectHeld} WHERE c.kind = 'certificate' AND c.fingerprint = @fingerprint";
        return await connection.QuerySingleOrDefaultAsync<HeldCredential>(Sql(sql, new { fingerprint }, null, stop));
    }

    public async Task<HeldCredential?> FindTokenAsync(string id, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"{SelectHeld} WHERE c.kind = 'token' AND c.id = @id";
        return await connection.QuerySingleOrDefaultAsync<HeldCredential>(Sql(sql, new { id }, null, stop));
    }

    /// <summary>Notes a day of use; days only move forward, so that several servers can write it.</summary>
    public async Task NoteUseAsync(string id, string day, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "UPDATE credentials SET last_used = @day WHERE id = @id AND last_used < @day";
        await connection.ExecuteAsync(Sql(sql, new { id, day }, null, stop));
    }

    public async Task<(long Operators, long Credentials)> CountAsync(CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return (
            await connection.ExecuteScalarAsync<long>(Sql("SELECT COUNT(*) FROM operators", null, null, stop)),
            await connection.ExecuteScalarAsync<long>(Sql("SELECT COUNT(*) FROM credentials", null, null, stop)));
    }

    private static CommandDefinition Sql(string text, object? values, DbTransaction? transaction, CancellationToken stop) =>
        new(text, values, transaction, cancellationToken: stop);
}
