using System.Data.Common;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Freezes vehicles that come late, beside the rollout, until somebody else than who proposes them has approved.</summary>
internal sealed class Amender(Database database, PopulationStore store, AmendmentStore amendments, TimeProvider time, ILogger<Amender> log)
{
    public async Task ProposeAsync(Rollout rollout, string reason, JudgedPopulation population, string author, CancellationToken stop)
    {
        if (population.Vehicles.Count > AmendmentStore.MostVehicles)
        {
            throw Obstacle(
                $"{population.Vehicles.Count} vehicles are more than the {AmendmentStore.MostVehicles} that an amendment takes: make a rollout of their own for them.");
        }

        FrozenWaves waves = FrozenWaves.One(population, rollout.Waves + 1);
        string digest = PopulationName.Of(await amendments.LinesAsync(rollout.Number, stop), population, waves);
        DateTimeOffset now = StoredTime.Round(time.GetUtcNow());
        // What would be refused with the approval is refused now.
        (Rollout? after, string refusal) = RolloutMachine.Apply(rollout, new RolloutEvent.Amended(population.Vehicles.Count, digest), now);
        if (after is null) throw Obstacle(refusal);

        AmendmentRow row = new()
        {
            Rollout = rollout.Number,
            Number = await amendments.NextAsync(rollout.Number, stop),
            Time = now.ToUnixTimeMilliseconds(),
            Author = author,
            Reason = reason,
            Vehicles = population.Vehicles.Count,
            Verdicts = VerdictTexts.Write(population),
            PopulationDigest = digest,
        };
        RolloutRow hidden = await store.BeginAsync(number => HiddenOf(rollout, row, number), stop);
        try
        {
            await store.WriteAsync(hidden.Number, row.Number, population, waves, row.Time, stop);
            await KeepAsync(hidden, row, population, waves, stop);
        }
        catch
        {
            await store.GiveUpAsync(hidden.Number, CancellationToken.None); // The sweeper takes it from here.
            throw;
        }

        log.Proposed(rollout.Id, row.Number, row.Vehicles, author);
    }

    private async Task KeepAsync(RolloutRow hidden, AmendmentRow row, JudgedPopulation population, FrozenWaves waves, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        await store.EndLeaseAsync(connection, transaction, hidden.Number, stop);
        await PopulationStore.WriteBooksAsync(connection, transaction, hidden.Number, population, waves, stop);
        await AmendmentStore.ProposeAsync(connection, transaction, row, stop);
        await transaction.CommitAsync(stop);
    }

    private static RolloutRow HiddenOf(Rollout rollout, AmendmentRow row, long number) => new()
    {
        Number = number,
        Id = AmendmentRow.HiddenId(rollout.Id, row.Number),
        Title = rollout.Title,
        Bundle = rollout.Bundle,
        Policy = System.Text.Encoding.UTF8.GetString(PolicyForm.Write(rollout.Policy)),
        PolicyDigest = rollout.PolicyDigest,
        PopulationDigest = row.PopulationDigest,
        Population = row.Vehicles,
        Selection = Selection.List,
        Author = row.Author,
        Created = row.Time,
    };

    private static RpcException Obstacle(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}
