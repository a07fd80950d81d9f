using System.Buffers.Binary;
using Ota.Core.Telemetry.Batches;
using Ota.Server.Telemetry.History;
using Ota.Server.Vehicles.Rebirths;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>Notices in telemetry that a vehicle should say again what it is.</summary>
internal sealed class BirthWatch(RebirthDesk rebirths, HistoryAppends history)
{
    public void Tell(TelemetryMessage message)
    {
        if (message.Historical) return; // Of an earlier start, often; its birth would say nothing of now.
        BootId boot = BootOf(message.Key);
        if (history.HasGapBefore(message.Vehicle, message.Key))
            rebirths.Wish(new RebirthWish(message.Vehicle.Bits, RebirthReason.Gap, boot, StillMissing(message.Vehicle, message.Key)));
        rebirths.Heard(message.Vehicle.Bits, boot);
    }

    public void TellRefused(VehicleKey vehicle, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Contains(Refusal.Of(BatchProblem.UnknownCatalogue)))
            rebirths.Wish(new RebirthWish(vehicle.Bits, RebirthReason.UnknownCatalogue, default, null));
    }

    // Apart, so that what it keeps is no more than it needs.
    private Func<bool> StillMissing(VehicleKey vehicle, MessageKey key) => () => history.HasGapBefore(vehicle, key);

    private static BootId BootOf(MessageKey key)
    {
        Span<byte> bytes = stackalloc byte[BootId.Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key.BootId);
        return BootId.TryRead(bytes, out BootId boot) ? boot : default;
    }
}
