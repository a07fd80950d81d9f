using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Takes deaths.</summary>
internal sealed class DeathHandler(ContactDesk desk) : IUpHandler
{
    public string Type => "death";

    public Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop) =>
        ContactReader.TryReadDeath(payload, out UpReceipt refusal) is { } message
            ? desk.TakeAsync(vehicle, message, received, stop)
            : Task.FromResult(refusal);
}
