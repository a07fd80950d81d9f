using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Judges vehicles once more when it is their turn, by what is known of them now.</summary>
internal sealed class OfferJudge(
    Database database, PopulationReader reader, DescribeBundle describe, FindStagedBundle find, RolloutStore rollouts, RandomNumberGenerator random)
{
    public async Task<IReadOnlyList<TurnOutcome>> JudgeAsync(
        Rollout rollout, StagedBundle bundle, IReadOnlyList<long> vehicles, DateTimeOffset now, CancellationToken stop)
    {
        Dictionary<long, OtherJobRow> busy = await OtherJobsAsync(rollout, vehicles, stop);
        // Within the batch each bundle is looked up once: most vehicles were told the same ones.
        OfferBook book = new(bundle, describe, find);
        Dictionary<long, ReadVehicle> known = (await reader.ReadAsync(vehicles.Where(vehicle => !busy.ContainsKey(vehicle)), book, stop))
            .ToDictionary(read => read.Candidate.Number);
        Dictionary<long, Rollout?> others = [];
        foreach (long number in busy.Values.Select(row => row.Rollout).Distinct()) others.Add(number, await rollouts.FindAsync(number, stop));
        List<TurnOutcome> outcomes = [];
        foreach (long vehicle in vehicles)
        {
            if (busy.TryGetValue(vehicle, out OtherJobRow? job)) outcomes.Add(Judge(rollout, job, others[job.Rollout]));
            else if (known.TryGetValue(vehicle, out ReadVehicle? read)) outcomes.Add(Judge(rollout, read, await book.OfferAsync(read.History, stop), now));
        }

        return outcomes;
    }

    private TurnOutcome Judge(Rollout rollout, ReadVehicle vehicle, OfferedBundle offer, DateTimeOffset now)
    {
        InstallKey key = new(rollout.Number, vehicle.Candidate.Number);
        Verdict verdict = PopulationVerdict.Of(offer, vehicle.Candidate, rollout.Policy, now);
        if (verdict.State == InstallState.RemovedFromService)
            return new TurnOutcome(key, new InstallEvent.Removed(vehicle.Status.ToString().ToLowerInvariant()));
        // Who became compliant since the freeze is asked for the same proof as everybody: it installs nothing, and shows what it runs.
        bool isOfferable = verdict.IsOfferable || verdict.State == InstallState.AlreadyCompliant;
        if (!isOfferable) return new TurnOutcome(key, new InstallEvent.NotOffered(verdict.Reason ?? OfferReasons.CannotBeTold));
        if (BundleResolver.Resolve(offer, vehicle.Candidate.Facts) is not Resolution.Resolved resolved)
            return new TurnOutcome(key, new InstallEvent.NotOffered(OfferReasons.CannotBeTold));
        return new TurnOutcome(key, new InstallEvent.Offered(verdict.Targets, InstallNonce.Draw(random)))
        {
            Assignment = new AssignmentRow
            {
                Vid = vehicle.Candidate.Vid,
                Number = vehicle.LastTold + 1,
                Time = now.ToUnixTimeMilliseconds(),
                Operator = RolloutName.Of(rollout),
                Bundle = rollout.Bundle,
                Images = ImagesText.Write(resolved.Images),
            },
        };
    }

    // Of two rollouts that want a vehicle the one of higher priority has it, unless the vehicle has begun with the other.
    private static TurnOutcome Judge(Rollout rollout, OtherJobRow busy, Rollout? other)
    {
        bool isTaken = other is not null && rollout.Policy.Priority > other.Policy.Priority && busy.State < (long)InstallState.Installing;
        return isTaken
            ? new TurnOutcome(new InstallKey(busy.Rollout, busy.Vehicle), new InstallEvent.Superseded(rollout.Id)) { EndsTurn = false }
            : new TurnOutcome(new InstallKey(rollout.Number, busy.Vehicle), new InstallEvent.NotOffered(OfferReasons.OtherJob));
    }

    private async Task<Dictionary<long, OtherJobRow>> OtherJobsAsync(Rollout rollout, IReadOnlyList<long> vehicles, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"""
            SELECT j.vehicle, j.rollout, i.state FROM vehicle_jobs j JOIN installs i ON i.rollout = j.rollout AND i.vehicle = j.vehicle
            WHERE {database.IsIn("j.vehicle", "@list")} AND j.rollout <> @Number
            """;
        object values = new { list = database.ListOf(vehicles), rollout.Number };
        return (await connection.QueryAsync<OtherJobRow>(new CommandDefinition(sql, values, cancellationToken: stop))).ToDictionary(row => row.Vehicle);
    }

    private sealed class OtherJobRow
    {
        public long Vehicle { get; init; }

        public long Rollout { get; init; }

        public long State { get; init; }
    }
}
