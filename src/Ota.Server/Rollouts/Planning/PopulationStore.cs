using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using Dapper;
using Grpc.Core;
using Ota.Core.Rollouts.Failures;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// Writes frozen populations. A million rows in one transaction would keep every other writer of SQLite waiting for longer than it does,
/// so they come in pieces under a rollout that nobody sees (state 0), and one last transaction shows all of it. The lease says that
/// somebody is still writing; what has none is left over from a kill, and <see cref="FreezeSweeper"/> deletes it.
/// </summary>
internal sealed class PopulationStore(Database database, ServerRun run, TimeProvider time)
{
    public const string LeasePrefix = "freeze/";

    private const int RowsAtOnce = 20_000;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly string[] Columns =
    [
        "rollout", "vehicle", "amendment", "wave", "market", "verdict", "verdict_reason", "verdict_text", "inventory", "inventory_time",
        "state", "since", "revision", "due", "work", "work_due", "reason", "body",
    ];

    /// <summary>Takes the next number for a rollout that nobody sees yet.</summary>
    /// <param name="make">Makes the row, with the number that it has.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<RolloutRow> BeginAsync(Func<long, RolloutRow> make, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginAloneAsync(connection, WriteLock.Rollouts, stop);
        const string next = "SELECT COALESCE(MAX(number), 0) + 1 FROM rollouts";
        RolloutRow row = make(await connection.ExecuteScalarAsync<long>(new CommandDefinition(next, transaction: transaction, cancellationToken: stop)));
        await connection.ExecuteAsync(new CommandDefinition(RolloutRow.Insert, row, transaction, cancellationToken: stop));
        const string lease = "INSERT INTO leases (name, holder, until) VALUES (@name, @Id, @until)";
        await connection.ExecuteAsync(new CommandDefinition(lease, LeaseOf(row.Number), transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return row;
    }

    /// <summary>Writes the vehicles under a hidden rollout, in the order of their numbers.</summary>
    /// <param name="rollout">The hidden rollout's number.</param>
    /// <param name="amendment">The amendment that brings them; 0 for the first freeze.</param>
    /// <param name="population">The vehicles.</param>
    /// <param name="waves">Their waves.</param>
    /// <param name="since">When they were frozen, Unix milliseconds: that of the rollout or its amendment, from which the ledger goes on.</param>
    /// <param name="stop">Ends it.</param>
    public async Task WriteAsync(long rollout, long amendment, JudgedPopulation population, FrozenWaves waves, long since, CancellationToken stop)
    {
        string[] reasons = [.. population.Kinds.Select(kind => FailureText.Write(kind.Reason))];
        await using DbConnection connection = await database.ConnectAsync(stop);
        await database.ExpectBulkAsync(connection, stop);
        for (int first = 0; first < population.Vehicles.Count; first += RowsAtOnce)
        {
            await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
            await RenewAsync(connection, transaction, rollout, stop);
            await using (BulkInsert rows = await database.BeginInsertAsync(connection, "installs", Columns, stop))
            {
                int end = Math.Min(first + RowsAtOnce, population.Vehicles.Count);
                for (int i = first; i < end; i++)
                {
                    JudgedVehicle vehicle = population.Vehicles[i];
                    WriteRow(rows, rollout, amendment, waves[i], population.Markets[vehicle.Market], vehicle, reasons[vehicle.Kind], SentenceOf(vehicle), since);
                }

                await rows.CompleteAsync(stop);
            }

            await transaction.CommitAsync(stop);
        }

        string SentenceOf(JudgedVehicle vehicle) => vehicle.Sentence < 0 ? "" : population.Sentences[vehicle.Sentence];
    }

    /// <summary>Writes the books of what was frozen, in the transaction that shows them.</summary>
    public static async Task WriteBooksAsync(
        DbConnection connection, DbTransaction transaction, long rollout, JudgedPopulation population, FrozenWaves waves, CancellationToken stop)
    {
        object[] sizes = [.. waves.Sizes().Select(wave => new { rollout, wave = (long)wave.Key, size = wave.Value })];
        const string wave = "INSERT INTO rollout_waves (rollout, wave, size) VALUES (@rollout, @wave, @size)";
        await connection.ExecuteAsync(new CommandDefinition(wave, sizes, transaction, cancellationToken: stop));
        object[] counts = [.. Count(population, waves).Select(count => new { rollout, wave = (long)count.Key.Wave, what = count.Key.What, count = count.Value })];
        const string book = "INSERT INTO rollout_counts (rollout, wave, what, count) VALUES (@rollout, @wave, @what, @count)";
        await connection.ExecuteAsync(new CommandDefinition(book, counts, transaction, cancellationToken: stop));
    }

    /// <summary>Ends the hiding lease; nothing may be written under the rollout's number any more by who lost it.</summary>
    /// <exception cref="RpcException">ABORTED: it was lost.</exception>
    public async Task EndLeaseAsync(DbConnection connection, DbTransaction transaction, long rollout, CancellationToken stop)
    {
        const string end = "DELETE FROM leases WHERE name = @name AND holder = @Id";
        if (await connection.ExecuteAsync(new CommandDefinition(end, LeaseOf(rollout), transaction, cancellationToken: stop)) == 0) throw Lost();
    }

    /// <summary>Gives up what was begun: from now on it may be deleted.</summary>
    public async Task GiveUpAsync(long rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string end = "DELETE FROM leases WHERE name = @name AND holder = @Id";
        await connection.ExecuteAsync(new CommandDefinition(end, LeaseOf(rollout), cancellationToken: stop));
    }

    private async Task RenewAsync(DbConnection connection, DbTransaction transaction, long rollout, CancellationToken stop)
    {
        const string renew = "UPDATE leases SET until = @until WHERE name = @name AND holder = @Id";
        if (await connection.ExecuteAsync(new CommandDefinition(renew, LeaseOf(rollout), transaction, cancellationToken: stop)) == 0) throw Lost();
    }

    private static void WriteRow(
        BulkInsert rows, long rollout, long amendment, int wave, string market, JudgedVehicle vehicle, string reason, string sentence, long since)
    {
        rows.Write(rollout);
        rows.Write(vehicle.Number);
        rows.Write(amendment);
        rows.Write(wave);
        rows.Write(market);
        rows.Write((long)vehicle.State);
        rows.Write(reason);
        rows.Write(sentence);
        rows.Write(vehicle.Inventory.ToString());
        if (vehicle.Proven > 0)
            rows.Write(vehicle.Proven);
        else
            rows.WriteNull();
        rows.Write((long)vehicle.State);
        rows.Write(since);
        rows.Write(0); // revision
        rows.WriteNull(); // due
        rows.Write(0); // work
        rows.WriteNull(); // work_due
        rows.Write(reason);
        rows.Write(InstallRow.Frozen);
        rows.EndRow();
    }

    // What is in the way of an offer is no failure, so a frozen vehicle counts by its state alone; its verdict is kept beside, for good.
    private static Dictionary<(int Wave, string What), long> Count(JudgedPopulation population, FrozenWaves waves)
    {
        Dictionary<(int, string), long> counts = [];
        string[] states = [.. population.Kinds.Select(kind => CountNames.Of(kind.State))];
        for (int i = 0; i < population.Vehicles.Count; i++)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (waves[i], states[population.Vehicles[i].Kind]), out _)++;
        for (int i = 0; i < population.Kinds.Count; i++)
            counts[(0, VerdictTexts.CountNameOf(population.Kinds[i].State, population.Kinds[i].Reason))] = population.KindCounts[i];
        return counts;
    }

    private object LeaseOf(long rollout) => new
    {
        name = string.Create(CultureInfo.InvariantCulture, $"{LeasePrefix}{rollout}"),
        run.Id,
        until = (time.GetUtcNow() + Lease).ToUnixTimeMilliseconds(),
    };

    private static RpcException Lost() => new(new Status(StatusCode.Aborted, "The population was not frozen in time and was given up; try again."));
}
