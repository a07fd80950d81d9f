using System.Diagnostics.Metrics;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

internal sealed class ContactMetrics
{
    private readonly Counter<long> _inventories;
    private readonly Counter<long> _alarms;

    public ContactMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create("Ota.Vehicles.Contacts");
        _inventories = meter.CreateCounter<long>(
            "ota.inventories", "{inventory}", "Inventories of vehicles, by what became of them: proven, repeated, late, unproven or refused.");
        _alarms = meter.CreateCounter<long>("ota.inventories.alarms", "{inventory}", "Inventories that are an alarm, by their first problem.");
    }

    public void Became(string outcome) => _inventories.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Alarmed(InventoryProblemKind problem) => _alarms.Add(1, new KeyValuePair<string, object?>("problem", ProblemNames.Of(problem)));
}
