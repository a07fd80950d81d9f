using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Storage;
using Ota.Server.Vehicles;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Control;

/// <summary>Gathers fresh facts of some hundred vehicles with a handful of queries.</summary>
internal sealed class Candidates(
    Database database, VehicleStore vehicles, ContactStore contacts, DirectorStore director, ReleaseCounters counters, DescribeBundle describe, FindStagedBundle find)
{
    /// <summary>The vehicles that are registered, with what the bundle means for each as an offer.</summary>
    public async Task<IReadOnlyDictionary<long, FreshCandidate>> LoadAsync(StagedBundle bundle, IReadOnlyList<long> numbers, CancellationToken stop)
    {
        IReadOnlyDictionary<long, Vehicle> known = await vehicles.LoadAsync(numbers, stop);
        string[] vids = [.. known.Values.Select(vehicle => vehicle.Vid.Value)];
        ILookup<string, AssignmentRow> histories = await director.HistoriesAsync(vids, VehicleFacts.MostLookedAt, stop);
        IReadOnlyDictionary<string, DirectorBasis> bases = await director.FindAsync(vids, stop);
        IReadOnlyDictionary<long, ContactRow> heard = await contacts.RowsAsync(numbers, stop);
        ILookup<long, InstallTarget> remedies = await RemediesAsync(numbers, stop);
        // Within the batch each bundle is looked up once: most vehicles were told the same ones.
        Dictionary<string, Task<KnownBundle?>> described = [];
        Dictionary<string, Task<bool>> staged = new() { [bundle.Digest] = Task.FromResult(true) };
        VehicleJudge judge = new(counters, new TakenBack(DescribeAsync));
        BundleOffers offers = new(DescribeAsync);
        Dictionary<long, FreshCandidate> found = [];
        foreach ((long number, Vehicle vehicle) in known)
        {
            AssignmentRow[] history = [.. histories[vehicle.Vid.Value]];
            ContactRow? contact = heard.GetValueOrDefault(number);
            InventoryStanding? standing = contact?.ToStanding();
            VehicleBasis basis = new([.. vehicle.Ecus.Select(EcuOf)], history, bases.GetValueOrDefault(vehicle.Vid.Value)?.Files)
            {
                IsActive = vehicle.Status == VehicleStatus.Active,
                IsInventoryRefused = standing?.State == InventoryState.Refused,
                Proven = standing?.ProvenTime,
                Rxswins = vehicle.Rxswins,
            };
            Candidate candidate = new(
                number, vehicle.Vid.Value, vehicle.Model, vehicle.Year, vehicle.Market, await judge.FactsOfAsync(basis, IsStagedAsync, stop), standing?.ProvenTime)
            {
                Inventory = contact?.InventoryDigest ?? "",
                Remedies = [.. remedies[number]],
            };
            found.Add(number, new FreshCandidate(candidate, await offers.MakeAsync(bundle, history, stop), vehicle.Status, history is [{ } newest, ..] ? newest.Number : 0));
        }

        return found;

        Task<KnownBundle?> DescribeAsync(string digest, CancellationToken end) =>
            described.TryGetValue(digest, out Task<KnownBundle?>? answer) ? answer : described[digest] = describe(digest, end);

        Task<bool> IsStagedAsync(string digest) => staged.TryGetValue(digest, out Task<bool>? answer) ? answer : staged[digest] = FindAsync(digest);

        async Task<bool> FindAsync(string digest) => await find(digest, stop) is not null;
    }

    private async Task<ILookup<long, InstallTarget>> RemediesAsync(IReadOnlyList<long> numbers, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"""
            SELECT vehicle, serial, sha256, release_counter FROM remedies WHERE {database.IsIn("vehicle", "@list")} ORDER BY vehicle, serial, rollout
            """;
        object list = new { list = database.ListOf(numbers) };
        return (await connection.QueryAsync<(long Vehicle, string Serial, string Sha256, long Counter)>(new CommandDefinition(sql, list, cancellationToken: stop)))
            .ToLookup(row => row.Vehicle, row => new InstallTarget(EcuSerial.TryParse(row.Serial)!, "", row.Sha256, row.Counter));
    }

    private static ProvenEcu EcuOf(Ecu ecu) => new(ecu.Serial, ecu.Hardware, ecu.Current.Digest, ecu.Previous.Digest);
}
