using Ota.Core.Vehicles;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>Takes births.</summary>
internal sealed class BirthHandler(ContactDesk desk) : IUpHandler
{
    public string Type => "birth";

    public Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop) =>
        ContactReader.TryReadBirth(payload, out UpReceipt refusal) is { } message
            ? desk.TakeAsync(vehicle, message, received, stop)
            : Task.FromResult(refusal);
}
