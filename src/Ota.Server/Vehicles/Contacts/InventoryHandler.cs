using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Takes inventories.</summary>
internal sealed class InventoryHandler(ContactDesk desk) : IUpHandler
{
    public string Type => "inv";

    public Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop) =>
        ContactReader.TryReadInventory(payload, out UpReceipt refusal) is { } message
            ? desk.TakeAsync(vehicle, message, received, stop)
            : Task.FromResult(refusal);
}
