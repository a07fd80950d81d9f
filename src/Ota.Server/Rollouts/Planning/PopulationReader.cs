using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Ota.Core.Bundles.Director;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Rollouts.Population;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Server.Bundles.Director;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Contacts;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Completes pages of vehicles to candidates: a few queries in the order of vehicles, however many they are.</summary>
internal sealed class PopulationReader(Database database, ReleaseCounters counters)
{
    private const string ContactColumns = """
        vehicle, inventory_state, inventory_digest, proven_time, birth, birth_time, connection_time, death, death_time, last_time, run
        """;

    // A fleet has few kinds of hardware, and each is parsed once.
    private readonly ConcurrentDictionary<string, HardwareId> _hardware = [];

    /// <summary>Vehicles by their numbers, in that order; those that are not registered are left out.</summary>
    public async Task<IReadOnlyList<ReadVehicle>> ReadAsync(IEnumerable<long> numbers, OfferBook book, CancellationToken stop)
    {
        List<ReadVehicle> vehicles = [];
        Selection selection = new(Selection.List) { Numbers = [.. numbers.Order()] };
        await foreach (IReadOnlyList<VehicleHead> page in new SelectionPages(database).ReadAsync(selection, stop))
        {
            if (page.Count > 0) vehicles.AddRange(await CompleteAsync(page, book, stop));
        }

        return vehicles;
    }

    /// <summary>Completes one page.</summary>
    public async Task<IReadOnlyList<ReadVehicle>> CompleteAsync(IReadOnlyList<VehicleHead> page, OfferBook book, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        PageQuery query = new(database, connection, page);
        List<ProvenEcu>?[] ecus = new List<ProvenEcu>?[page.Count];
        await query.EachAsync("vehicle, serial, hardware_id, digest, previous_digest", "ecus", "vehicle, serial", (row, i) => (ecus[i] ??= []).Add(EcuOf(row)), stop);
        ContactRow?[] contacts = new ContactRow?[page.Count];
        await query.EachAsync(ContactColumns, "contacts", "vehicle", (row, i) => contacts[i] = ContactOf(row), stop);
        List<string>?[] rxswins = new List<string>?[page.Count];
        if (book.Bundle.Rxswins.Count > 0)
            await query.EachAsync("vehicle, rxswin", "vehicle_rxswins", "vehicle, rxswin", (row, i) => (rxswins[i] ??= []).Add(row.CommonText(1)), stop);
        List<InstallTarget>?[] remedies = new List<InstallTarget>?[page.Count];
        await query.EachAsync("vehicle, serial, sha256, release_counter", "remedies", "vehicle, serial", (row, i) => (remedies[i] ??= []).Add(RemedyOf(row)), stop);
        ToldPage told = await ToldPage.ReadAsync(database, connection, page.Select(head => head.Vid), stop);
        IReadOnlyDictionary<string, RunRow> runs = await RunsAsync(connection, stop);

        VehicleJudge judge = new(counters, new TakenBack(book.DescribeAsync));
        ReadVehicle[] vehicles = new ReadVehicle[page.Count];
        for (int i = 0; i < vehicles.Length; i++)
        {
            (IReadOnlyList<AssignmentRow> history, DirectorFiles? files) = told.Of(page[i].Vid);
            ContactRow? contact = contacts[i];
            VehicleBasis basis = new(ecus[i] ?? [], history, files)
            {
                IsActive = page[i].Status == VehicleStatus.Active,
                IsInventoryRefused = contact?.InventoryState == (long)InventoryState.Refused,
                Proven = TimeOf(contact?.ProvenTime),
                Rxswins = rxswins[i] ?? [],
            };
            DirectedVehicle facts = await judge.FactsOfAsync(basis, digest => book.IsStagedAsync(digest, stop), stop);
            Candidate candidate = new(page[i].Number, page[i].Vid, page[i].Model, page[i].Year, page[i].Market, facts, basis.Proven)
            {
                Inventory = contact?.InventoryDigest ?? "",
                Remedies = remedies[i] ?? [],
            };
            vehicles[i] = new ReadVehicle(candidate, page[i].Status, history, contact is null ? null : new KnownContact(contact, runs.GetValueOrDefault(contact.Run)));
        }

        return vehicles;
    }

    private static async Task<IReadOnlyDictionary<string, RunRow>> RunsAsync(DbConnection connection, CancellationToken stop) =>
        (await connection.QueryAsync<(string Id, long Seen, long? Ended)>(new CommandDefinition("SELECT id, seen, ended FROM server_runs", cancellationToken: stop)))
            .ToDictionary(run => run.Id, run => new RunRow { Seen = run.Seen, Ended = run.Ended });

    private ProvenEcu EcuOf(BulkSelect row)
    {
        string hardware = row.CommonText(2);
        return new ProvenEcu(
            EcuSerial.TryParse(row.Text(1))!,
            _hardware.GetOrAdd(hardware, text => HardwareId.TryParse(text)!),
            row.CommonText(3),
            row.CommonText(4));
    }

    private static InstallTarget RemedyOf(BulkSelect row) => new(EcuSerial.TryParse(row.Text(1))!, "", row.CommonText(2), row.Number(3));

    private static ContactRow ContactOf(BulkSelect row) => new()
    {
        Vehicle = row.Number(0),
        InventoryState = row.Number(1),
        InventoryDigest = row.Text(2),
        ProvenTime = row.NumberOrNull(3),
        Birth = row.Text(4),
        BirthTime = row.NumberOrNull(5),
        ConnectionTime = row.NumberOrNull(6),
        Death = row.Text(7),
        DeathTime = row.NumberOrNull(8),
        LastTime = row.NumberOrNull(9),
        Run = row.CommonText(10),
    };

    private static DateTimeOffset? TimeOf(long? time) => time is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
