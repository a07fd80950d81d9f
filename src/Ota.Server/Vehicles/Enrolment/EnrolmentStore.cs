using System.Data.Common;
using System.Globalization;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Claims and vehicles' certificates. It knows no VIN and no secret.</summary>
internal sealed class EnrolmentStore(Database database, TimeProvider time)
{
    /// <summary>Vehicles by vid or number, in no order.</summary>
    public async Task<IReadOnlyList<EnrollingVehicle>> FindVehiclesAsync(
        IReadOnlyCollection<string> vids, IReadOnlyCollection<long> numbers, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"""
            SELECT number, vid, status FROM vehicles WHERE {database.IsIn("vid", "@vids")}
            UNION SELECT number, vid, status FROM vehicles WHERE {database.IsIn("number", "@numbers")}
            """;
        object lists = new { vids = database.ListOf(vids), numbers = database.ListOf(numbers) };
        return [.. await connection.QueryAsync<EnrollingVehicle>(new CommandDefinition(sql, lists, cancellationToken: stop))];
    }

    /// <summary>Stores claims, each for another vehicle, and ends the vehicles' unused ones.</summary>
    public async Task AddClaimsAsync(IReadOnlyList<ClaimRow> claims, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Claims, stop);
        string end = $"""
            UPDATE claims SET revoked = @now WHERE {database.IsIn("vehicle", "@list")} AND used IS NULL AND revoked IS NULL
            """;
        object values = new { now = time.GetUtcNow().ToUnixTimeMilliseconds(), list = database.ListOf(claims.Select(claim => claim.Vehicle)) };
        await connection.ExecuteAsync(new CommandDefinition(end, values, transaction, cancellationToken: stop));
        string[] columns = ["id", "vehicle", "secret_hash", "operator", "created", "expires"];
        await using (BulkInsert rows = await database.BeginInsertAsync(connection, "claims", columns, stop))
        {
            foreach (ClaimRow claim in claims)
            {
                rows.Write(claim.Id);
                rows.Write(claim.Vehicle);
                rows.Write(claim.SecretHash);
                rows.Write(claim.Operator);
                rows.Write(claim.Created);
                rows.Write(claim.Expires);
                rows.EndRow();
            }

            await rows.CompleteAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }

    public async Task<ClaimRow?> FindClaimAsync(string id, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT id, vehicle, secret_hash AS SecretHash, operator, created, expires FROM claims WHERE id = @id
            """;
        return await connection.QuerySingleOrDefaultAsync<ClaimRow>(new CommandDefinition(sql, new { id }, cancellationToken: stop));
    }

    /// <summary>
    /// Uses a claim up and keeps the certificate that <paramref name="issue"/> then makes, both or neither. The vehicle's earlier
    /// certificates end: whoever has a fresh claim starts anew, and what was in the vehicle before has no say any more.
    /// </summary>
    /// <returns>What came of it, and how many certificates ended.</returns>
    public async Task<(EnrolmentOutcome Outcome, int Ended)> EnrolAsync(ClaimRow claim, Func<Vid, CertificateRow> issue, CancellationToken stop)
    {
        EnrolmentOutcome outcome = EnrolmentOutcome.SpentClaim;
        int ended = 0;
        await VehicleChange.RunAsync(database, claim.Vehicle, "", time.GetUtcNow(), async change =>
        {
            const string use = """
                UPDATE claims SET used = @Now WHERE id = @Id AND used IS NULL AND revoked IS NULL AND expires > @Now
                """;
            if (await change.RunAsync(use, new { claim.Id, change.Now }) == 0) return;
            EnrollingVehicle vehicle = await change.SingleAsync<EnrollingVehicle>(
                "SELECT number, vid, status FROM vehicles WHERE number = @Vehicle", new { claim.Vehicle });
            outcome = vehicle.IsActive ? EnrolmentOutcome.Enrolled : EnrolmentOutcome.VehicleNotActive;
            if (!vehicle.IsActive) return;
            (ended, _) = await VehicleRevocation.EndAsync(change, claim.Vehicle, "enrolled anew");
            // Whoever enrols anew may count its starts anew. What was proven stays, with its counter.
            await change.RunAsync("UPDATE contacts SET birth = '', death = '', inventory = '' WHERE vehicle = @Vehicle", new { claim.Vehicle });
            await KeepAsync(change, vehicle.Number, issue(Vid.TryParse(vehicle.Vid)!.Value), VehicleEventKind.Enrolled, "claim", claim.Id);
        }, stop);
        return (outcome, ended);
    }

    /// <summary>
    /// Keeps another certificate beside the one that a vehicle has, whose fingerprint is <paramref name="by"/>; those of still earlier
    /// times end. At most one in <paramref name="pause"/>, or a vehicle could fill its history.
    /// </summary>
    /// <returns>What came of it, and how many certificates ended.</returns>
    public async Task<(EnrolmentOutcome Outcome, int Ended)> RenewAsync(
        string by, TimeSpan pause, Func<Vid, CertificateRow> issue, CancellationToken stop)
    {
        EnrolmentOutcome outcome = EnrolmentOutcome.BadCertificate;
        int ended = 0;
        if (await FindHolderAsync(by, stop) is not { } holder) return (outcome, ended);
        await VehicleChange.RunAsync(database, holder, "", time.GetUtcNow(), async change =>
        {
            // Again, now that no other change of the vehicle can come between.
            const string good = """
                SELECT COUNT(*) FROM vehicle_certificates WHERE fingerprint = @by AND revoked IS NULL AND expires > @Now
                """;
            if (await change.SingleAsync<long>(good, new { by, change.Now }) == 0) return;
            EnrollingVehicle vehicle = await change.SingleAsync<EnrollingVehicle>(
                "SELECT number, vid, status FROM vehicles WHERE number = @holder", new { holder });
            outcome = EnrolmentOutcome.VehicleNotActive;
            if (!vehicle.IsActive) return;
            outcome = EnrolmentOutcome.TooEarly;
            const string last = "SELECT MAX(issued) FROM vehicle_certificates WHERE vehicle = @holder";
            if (change.Now - await change.SingleAsync<long>(last, new { holder }) < pause.TotalMilliseconds) return;
            outcome = EnrolmentOutcome.Enrolled;
            const string end = """
                UPDATE vehicle_certificates SET revoked = @Now WHERE vehicle = @holder AND fingerprint <> @by AND revoked IS NULL
                """;
            ended = await change.RunAsync(end, new { change.Now, holder, by });
            await KeepAsync(change, holder, issue(Vid.TryParse(vehicle.Vid)!.Value), VehicleEventKind.Renewed, "by", by);
        }, stop);
        return (outcome, ended);
    }

    private static async Task KeepAsync(
        VehicleChange change, long vehicle, CertificateRow row, VehicleEventKind kind, string reason, string reasonValue)
    {
        const string insert = """
            INSERT INTO vehicle_certificates (fingerprint, vehicle, issued, expires) VALUES (@Fingerprint, @vehicle, @Issued, @Expires)
            """;
        await change.RunAsync(insert, new { row.Fingerprint, vehicle, row.Issued, row.Expires });
        await change.NoteAsync(kind, new()
        {
            [reason] = reasonValue,
            ["certificate"] = row.Fingerprint,
            ["until"] = DateTimeOffset.FromUnixTimeMilliseconds(row.Expires).UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        });
    }

    private async Task<long?> FindHolderAsync(string fingerprint, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT vehicle FROM vehicle_certificates WHERE fingerprint = @fingerprint";
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(sql, new { fingerprint }, cancellationToken: stop));
    }

    /// <returns>How many certificates and claims ended.</returns>
    public async Task<(int Certificates, int Claims)> RevokeAsync(long vehicle, string reason, string actor, CancellationToken stop)
    {
        (int Certificates, int Claims) ended = default;
        await VehicleChange.RunAsync(
            database, vehicle, actor, time.GetUtcNow(), async change => ended = await VehicleRevocation.EndAsync(change, vehicle, reason), stop);
        return ended;
    }

    public async Task<CertificateRow?> FindCertificateAsync(string fingerprint, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT fingerprint, issued, expires, revoked FROM vehicle_certificates WHERE fingerprint = @fingerprint";
        return await connection.QuerySingleOrDefaultAsync<CertificateRow>(new CommandDefinition(sql, new { fingerprint }, cancellationToken: stop));
    }

    /// <summary>Up to so many certificates that have not expired, revoked ones among them.</summary>
    public async IAsyncEnumerable<CertificateRow> CertificatesAsync(int most)
    {
        await using DbConnection connection = await database.ConnectAsync(CancellationToken.None);
        const string sql = "SELECT fingerprint, issued, expires, revoked FROM vehicle_certificates WHERE expires > @now LIMIT @most";
        object values = new { now = time.GetUtcNow().ToUnixTimeMilliseconds(), most };
        await foreach (CertificateRow row in connection.QueryUnbufferedAsync<CertificateRow>(sql, values)) yield return row;
    }

    /// <summary>What was revoked from a time on, and whose it was.</summary>
    public async Task<IReadOnlyList<RevokedRow>> RevokedSinceAsync(DateTimeOffset since, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT c.fingerprint, v.vid,
                (SELECT COUNT(*) FROM vehicle_certificates o WHERE o.vehicle = c.vehicle AND o.revoked IS NULL) AS Others
            FROM vehicle_certificates c JOIN vehicles v ON v.number = c.vehicle WHERE c.revoked >= @since
            """;
        object values = new { since = since.ToUnixTimeMilliseconds() };
        return [.. await connection.QueryAsync<RevokedRow>(new CommandDefinition(sql, values, cancellationToken: stop))];
    }

    /// <summary>Up to so many vehicles all of whose certificates were revoked.</summary>
    public async IAsyncEnumerable<string> RevokedVehiclesAsync(int most)
    {
        await using DbConnection connection = await database.ConnectAsync(CancellationToken.None);
        const string sql = """
            SELECT DISTINCT v.vid FROM vehicle_certificates c JOIN vehicles v ON v.number = c.vehicle
            WHERE c.revoked IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM vehicle_certificates o WHERE o.vehicle = c.vehicle AND o.revoked IS NULL)
            LIMIT @most
            """;
        await foreach (string vid in connection.QueryUnbufferedAsync<string>(sql, new { most })) yield return vid;
    }

    /// <summary>Whether a vehicle had certificates and all of them were revoked.</summary>
    public async Task<bool> IsRevokedAsync(string vid, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT COUNT(*) > 0 AND COUNT(*) = COUNT(c.revoked)
            FROM vehicle_certificates c JOIN vehicles v ON v.number = c.vehicle WHERE v.vid = @vid
            """;
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(sql, new { vid }, cancellationToken: stop));
    }
}
