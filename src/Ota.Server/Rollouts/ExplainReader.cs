using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Explaining;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts;

/// <summary>Gathers what explains where a vehicle is in a rollout.</summary>
internal sealed class ExplainReader(Database database, RolloutBooks books, ContactStore contacts, PopulationReader candidates, WishReader wishes)
{
    /// <summary>When and whether the vehicle is in contact.</summary>
    public async Task<(DateTimeOffset? LastContact, bool IsOnline)> ContactAsync(long vehicle, DateTimeOffset now, CancellationToken stop) =>
        await contacts.FindAsync(vehicle, stop) is { } contact ? (contact.LastContact(now), contact.IsOnline(now)) : (null, false);

    public async Task<ExplainFacts> ReadAsync(
        Rollout rollout, Install install, (DateTimeOffset? LastContact, bool IsOnline) contact, DateTimeOffset now, CancellationToken stop) => new(
        rollout,
        (await books.WavesAsync(rollout.Number, stop)).First(wave => wave.Wave == install.Wave),
        install,
        install.State == InstallState.Targeted ? await JudgeAsync(rollout, install.Vehicle, now, stop) : null,
        await OtherJobAsync(rollout.Number, install.Vehicle, stop),
        contact.LastContact,
        contact.IsOnline);

    // As the controller will, when the vehicle's turn comes. Null if the bundle is not staged any more, which no vehicle can help.
    private async Task<Verdict?> JudgeAsync(Rollout rollout, long vehicle, DateTimeOffset now, CancellationToken stop)
    {
        if (await wishes.TryOpenAsync(rollout.Bundle, stop) is not { } book) return null;
        if (await candidates.ReadAsync([vehicle], book, stop) is not [{ } read]) return null;
        return PopulationVerdict.Of(await book.OfferAsync(read.History, stop), read.Candidate, rollout.Policy, now);
    }

    private async Task<string> OtherJobAsync(long rollout, long vehicle, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT r.id FROM vehicle_jobs j JOIN rollouts r ON r.number = j.rollout WHERE j.vehicle = @vehicle AND j.rollout <> @rollout";
        return await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { rollout, vehicle }, cancellationToken: stop)) ?? "";
    }
}
