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
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Judges vehicles once more when it is their turn, by what is known of them now.</summary>
internal sealed class OfferJudge(Database database, Candidates candidates, RolloutStore rollouts, RandomNumberGenerator random)
{
    private const int NonceSize = 16;

    public async Task<IReadOnlyList<TurnOutcome>> JudgeAsync(
        Rollout rollout, StagedBundle bundle, IReadOnlyList<long> vehicles, DateTimeOffset now, CancellationToken stop)
    {
        Dictionary<long, OtherJobRow> busy = await OtherJobsAsync(rollout, vehicles, stop);
        IReadOnlyDictionary<long, FreshCandidate> known = await candidates.LoadAsync(bundle, [.. vehicles.Where(vehicle => !busy.ContainsKey(vehicle))], stop);
        Dictionary<long, Rollout?> others = [];
        foreach (long number in busy.Values.Select(row => row.Rollout).Distinct()) others.Add(number, await rollouts.FindAsync(number, stop));
        List<TurnOutcome> outcomes = [];
        foreach (long vehicle in vehicles)
        {
            if (busy.TryGetValue(vehicle, out OtherJobRow? job)) outcomes.Add(Judge(rollout, job, others[job.Rollout]));
            else if (known.TryGetValue(vehicle, out FreshCandidate? candidate)) outcomes.Add(Judge(rollout, bundle, candidate, now));
        }

        return outcomes;
    }

    private TurnOutcome Judge(Rollout rollout, StagedBundle bundle, FreshCandidate candidate, DateTimeOffset now)
    {
        InstallKey key = new(rollout.Number, candidate.Vehicle.Number);
        Verdict verdict = PopulationVerdict.Of(candidate.Bundle, candidate.Vehicle, rollout.Policy, now);
        if (verdict.State == InstallState.RemovedFromService)
            return new TurnOutcome(key, new InstallEvent.Removed(candidate.Status.ToString().ToLowerInvariant()));
        // Who became compliant since the freeze is asked for the same proof as everybody: it installs nothing, and shows what it runs.
        bool isOfferable = verdict.IsOfferable || verdict.State == InstallState.AlreadyCompliant;
        if (!isOfferable) return new TurnOutcome(key, new InstallEvent.NotOffered(verdict.Reason ?? OfferReasons.CannotBeTold));
        if (BundleResolver.Resolve(candidate.Bundle, candidate.Vehicle.Facts) is not Resolution.Resolved resolved)
            return new TurnOutcome(key, new InstallEvent.NotOffered(OfferReasons.CannotBeTold));
        return new TurnOutcome(key, new InstallEvent.Offered(verdict.Targets, NewNonce()))
        {
            Assignment = new AssignmentRow
            {
                Vid = candidate.Vehicle.Vid,
                Number = candidate.LastTold + 1,
                Time = now.ToUnixTimeMilliseconds(),
                Operator = RolloutName.Of(rollout),
                Bundle = bundle.Digest,
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

    private string NewNonce()
    {
        byte[] bytes = new byte[NonceSize];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private sealed class OtherJobRow
    {
        public long Vehicle { get; init; }

        public long Rollout { get; init; }

        public long State { get; init; }
    }
}
