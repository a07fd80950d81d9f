using System.Globalization;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Vehicles;

/// <summary>Changes the register, each change with its event in one transaction. What changes nothing leaves no event.</summary>
internal sealed class VehicleChanges(Database database, TimeProvider time)
{
    /// <summary>Sets the status; a vehicle that is not active any more loses its certificates and claims.</summary>
    public Task SetStatusAsync(long number, VehicleStatus status, string reason, string actor, CancellationToken stop) =>
        ChangeAsync(number, actor, async change =>
        {
            const string select = $"SELECT {VehicleRow.Columns} FROM vehicles v WHERE v.number = @number";
            VehicleRow before = await change.SingleAsync<VehicleRow>(select, new { number });
            if (before.Status == (long)status && before.StatusReason == reason) return;
            await change.RunAsync(
                "UPDATE vehicles SET status = @status, status_reason = @reason WHERE number = @number",
                new { number, status = (long)status, reason });
            Dictionary<string, string> facts = new() { ["from"] = NameOf(before.Status), ["to"] = NameOf((long)status), ["reason"] = reason };
            if (before.StatusReason.Length > 0) facts["reason_before"] = before.StatusReason;
            await change.NoteAsync(VehicleEventKind.StatusChanged, facts);
            if (status != VehicleStatus.Active) await VehicleRevocation.EndAsync(change, number, reason);
            if (before.Status != (long)status) await change.TellRolloutsAsync(Inbox.Status);
        }, stop);

    /// <returns>False, and nothing is changed, if the vehicle would have too many tags.</returns>
    public async Task<bool> TryTagAsync(
        long number, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, string actor, CancellationToken stop)
    {
        bool fits = true;
        await ChangeAsync(number, actor, async change =>
        {
            const string select = "SELECT vehicle, name, value FROM vehicle_tags WHERE vehicle = @number";
            Dictionary<string, string> before = (await change.QueryAsync<TagRow>(select, new { number })).ToDictionary(tag => tag.Name, tag => tag.Value);
            fits = before.Keys.Except(remove).Union(set.Keys).Count() <= Vehicle.MaxTags;
            if (!fits) return;
            foreach (string name in remove.Where(before.ContainsKey))
            {
                await change.RunAsync("DELETE FROM vehicle_tags WHERE vehicle = @number AND name = @name", new { number, name });
                await change.NoteAsync(VehicleEventKind.TagChanged, new() { ["tag"] = name, ["from"] = before[name] });
            }

            const string upsert = """
                INSERT INTO vehicle_tags (vehicle, name, value) VALUES (@number, @name, @value)
                ON CONFLICT (vehicle, name) DO UPDATE SET value = excluded.value
                """;
            foreach ((string name, string value) in set.Where(tag => before.GetValueOrDefault(tag.Key) != tag.Value))
            {
                await change.RunAsync(upsert, new { number, name, value });
                Dictionary<string, string> facts = new() { ["tag"] = name, ["to"] = value };
                if (before.TryGetValue(name, out string? old)) facts["from"] = old;
                await change.NoteAsync(VehicleEventKind.TagChanged, facts);
            }
        }, stop);
        return fits;
    }

    /// <returns>False, and nothing is changed, if the present tenure began later.</returns>
    public async Task<bool> TryStartTenureAsync(long number, DateTimeOffset start, string actor, CancellationToken stop)
    {
        bool isLater = false;
        await ChangeAsync(number, actor, async change =>
        {
            const string update = """
                UPDATE vehicles SET tenure = tenure + 1, tenure_start = @start
                WHERE number = @number AND (tenure_start IS NULL OR tenure_start < @start) RETURNING tenure
                """;
            IEnumerable<long> tenures = await change.QueryAsync<long>(update, new { number, start = start.ToUnixTimeMilliseconds() });
            foreach (long tenure in tenures)
            {
                isLater = true;
                await change.NoteAsync(VehicleEventKind.TenureStarted, new()
                {
                    ["tenure"] = tenure.ToString(CultureInfo.InvariantCulture),
                    ["start"] = start.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                });
            }
        }, stop);
        return isLater;
    }

    private Task ChangeAsync(long number, string actor, Func<VehicleChange, Task> act, CancellationToken stop) =>
        VehicleChange.RunAsync(database, number, actor, time.GetUtcNow(), act, stop);

    private static string NameOf(long status) => ((VehicleStatus)status).ToString().ToLowerInvariant();
}
