using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Contacts;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>A message on its way into the store.</summary>
internal sealed class ContactWrite(Vid vehicle, ContactEvent happened, DateTimeOffset received, JudgedInventory? inventory = null)
{
    public Vid Vehicle => vehicle;

    public ContactEvent Happened => happened;

    public DateTimeOffset Received => received;

    public JudgedInventory? Inventory => inventory;

    /// <summary>Means something when the commit is done.</summary>
    public ContactOutcome Outcome { get; set; }

    /// <summary>Why the inventory is an alarm, if it is.</summary>
    public IReadOnlyList<InventoryProblem> Problems { get; set; } = [];

    /// <summary>Whether an alarm is in the vehicle's history.</summary>
    public bool IsAlarmNoted { get; set; }

    /// <summary>What came of the inventory; a label of metrics.</summary>
    public string InventoryOutcome { get; set; } = "";
}
