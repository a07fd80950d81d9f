using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Policies;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Makes drafts: a judged population becomes rows that never change, all of them or none.</summary>
internal sealed class Freezer(Database database, PopulationStore store, RandomNumberGenerator random, TimeProvider time, ILogger<Freezer> log)
{
    private const int IdSize = 6;
    private const int SeedSize = 32;

    /// <returns>The number of the draft.</returns>
    public async Task<long> FreezeAsync(RolloutWish wish, Selection selection, JudgedPopulation population, string author, CancellationToken stop)
    {
        byte[] seed = RandomBytes(SeedSize);
        FrozenWaves waves = FrozenWaves.Draw(population, wish.Policy, seed);
        string digest = PopulationName.Of(population, waves);
        DateTimeOffset now = StoredTime.Round(time.GetUtcNow());
        RolloutRow hidden = await store.BeginAsync(number => new RolloutRow
        {
            Number = number,
            Id = Convert.ToHexStringLower(RandomBytes(IdSize)),
            Title = wish.Title,
            Bundle = wish.Bundle,
            Policy = System.Text.Encoding.UTF8.GetString(PolicyForm.Write(wish.Policy)),
            PolicyDigest = PolicyForm.DigestOf(wish.Policy),
            PopulationDigest = digest,
            Population = population.Vehicles.Count,
            Selection = selection.Text,
            Seed = Convert.ToHexStringLower(seed),
            Author = author,
            Created = now.ToUnixTimeMilliseconds(),
            Waves = waves.Last,
        }, stop);
        try
        {
            await store.WriteAsync(hidden.Number, amendment: 0, population, waves, hidden.Created, stop);
            await ShowAsync(hidden, population, waves, stop);
        }
        catch
        {
            await store.GiveUpAsync(hidden.Number, CancellationToken.None); // The sweeper takes it from here.
            throw;
        }

        log.Frozen(hidden.Id, hidden.Population, author);
        return hidden.Number;
    }

    private async Task ShowAsync(RolloutRow hidden, JudgedPopulation population, FrozenWaves waves, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        await store.EndLeaseAsync(connection, transaction, hidden.Number, stop);
        await PopulationStore.WriteBooksAsync(connection, transaction, hidden.Number, population, waves, stop);
        const string show = """
            INSERT INTO rollout_events (rollout, number, time, actor, kind, text) VALUES (@Number, 1, @Created, @Author, 'created', @text);
            UPDATE rollouts SET state = @draft WHERE number = @Number
            """;
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{hidden.Population} vehicles, of which {population.Eligible} can be offered the bundle, in {waves.Last} waves.");
        object values = new { hidden.Number, hidden.Created, hidden.Author, text, draft = (long)RolloutState.Draft };
        await connection.ExecuteAsync(new CommandDefinition(show, values, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }

    /// <summary>What is in the way of making a rollout, or adding to one, with this population; null if nothing is.</summary>
    public static RpcException? FindObstacle(OfferBook book, JudgedPopulation population, FoundVehicles named)
    {
        if (named.Unknown > 0)
            return Obstacle($"{named.Unknown} of the vehicles are not registered: PlanRollout names them; register them or take them off the list.");
        if (population.Vehicles.Count == 0) return Obstacle("The selection means no vehicle: look at it with CountVehicles and widen it.");
        if (population.Eligible == 0)
            return Obstacle($"None of the {population.Vehicles.Count} vehicles can be offered the bundle: PlanRollout says why for each kind of verdict.");
        IReadOnlyList<string> markets = MarketTexts.ProblemsOf(book.Bundle, population.EligibleMarkets);
        return markets.Count > 0 ? Obstacle(string.Join(' ', markets)) : null;
    }

    private static RpcException Obstacle(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));

    private byte[] RandomBytes(int size)
    {
        byte[] bytes = new byte[size];
        random.GetBytes(bytes);
        return bytes;
    }
}
