using System.Data.Common;
using Dapper;
using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Storage;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Finds the vehicles that a request stream names, message by message: of a list of any length only numbers stay in memory.</summary>
internal sealed class VehicleNames(VinDirectory vins, Database database)
{
    private const int MostInMessage = 10_000;

    /// <summary>Reads the stream to its end, from its current message on.</summary>
    /// <param name="stream">Its current message is the first.</param>
    /// <param name="namesIn">The names in a message.</param>
    /// <param name="why">What VINs are looked up for.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<FoundVehicles> FindAsync<T>(IAsyncStreamReader<T> stream, Func<T, IReadOnlyList<string>> namesIn, VinLookup why, CancellationToken stop)
    {
        HashSet<long> numbers = [];
        List<string> named = [];
        long unknown = 0;
        do
        {
            IReadOnlyList<string> names = namesIn(stream.Current);
            if (names.Count > MostInMessage) throw Refuse($"More than {MostInMessage} in one message; send several.");
            if (numbers.Count + names.Count > JudgedPopulation.MostVehicles) throw Refuse($"More than {JudgedPopulation.MostVehicles} in all; make several rollouts.");
            foreach ((string name, long? number) in await FindAsync(names, why, stop))
            {
                if (number is { } found)
                    numbers.Add(found);
                else if (++unknown <= FoundVehicles.MostNamed)
                    named.Add(name);
            }
        }
        while (await stream.MoveNext(stop));

        long[] rising = [.. numbers];
        Array.Sort(rising);
        return new FoundVehicles(rising, unknown, named);
    }

    /// <summary>Reads the rest of a stream that must not name any.</summary>
    public static async Task ExpectNoneAsync<T>(IAsyncStreamReader<T> stream, Func<T, IReadOnlyList<string>> namesIn, CancellationToken stop)
    {
        while (await stream.MoveNext(stop))
        {
            if (namesIn(stream.Current).Count > 0) throw Refuse("There is a filter already; send either the filter or vehicles.");
        }
    }

    private async Task<IEnumerable<(string Name, long? Number)>> FindAsync(IReadOnlyList<string> names, VinLookup why, CancellationToken stop)
    {
        Dictionary<string, long> found = [];
        Vin[] asked = [.. names.Select(Vin.TryParse).OfType<Vin>().Distinct()];
        if (asked.Length > 0)
        {
            foreach ((Vin vin, long? number) in asked.Zip(await vins.FindAsync(asked, why, stop)))
            {
                if (number is { } known) found[vin.Reveal()] = known;
            }
        }

        string[] vids = [.. names.Where(name => Vid.TryParse(name) is not null)];
        if (vids.Length > 0)
        {
            await using DbConnection connection = await database.ConnectAsync(stop);
            string sql = $"SELECT vid, number FROM vehicles WHERE {database.IsIn("vid", "@list")}";
            object list = new { list = database.ListOf(vids) };
            foreach ((string vid, long number) in await connection.QueryAsync<(string, long)>(new CommandDefinition(sql, list, cancellationToken: stop))) found[vid] = number;
        }

        return names.Select(name => (name, found.TryGetValue(Vin.TryParse(name)?.Reveal() ?? name, out long number) ? number : (long?)null));
    }

    private static RpcException Refuse(string sentence)
    {
        Violations violations = new();
        violations.Add("vehicles", sentence);
        return violations.ToException();
    }
}
