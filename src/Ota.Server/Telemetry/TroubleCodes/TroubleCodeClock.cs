using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>
/// Finds when a report was made. Nothing is refused for its time alone: what a car has is worth more than when it said so, and one whose
/// clock means nothing counts as of now, until its next start says everything again.
/// </summary>
internal static class TroubleCodeClock
{
    public static TroubleCodeReport Judge(TroubleCodePayload payload, DateTimeOffset received, BootClock? boot)
    {
        TimeVerdict verdict = CaptureClock.Judge(payload.Header, received, TimePolicy.Default, boot);
        long now = received.ToUnixTimeMilliseconds();
        // A message that waited for the network looks like a slow clock: then the time was made from that of receipt.
        bool isMadeUp = (verdict.Flags & TimeFlags.ClockBehindOrDelayed) != 0 && (verdict.Flags & TimeFlags.Corrected) != 0;
        (long captured, bool isTrusted) = verdict.IsQuarantined ? OfBoot(payload.Header, boot) ?? (now, false) : (verdict.CaptureMs, !isMadeUp);
        return new TroubleCodeReport
        {
            BootId = payload.Header.BootId,
            Position = new TroubleCodePosition(payload.Header.Seq, payload.Header.Stream),
            CapturedMs = captured,
            IsTimeTrusted = isTrusted,
            ReceivedMs = now,
            IsFull = payload.IsFull,
            Changes = payload.Changes,
        };
    }

    // Telemetry of the same start may have told when it began, which says where it belongs.
    private static (long, bool)? OfBoot(in BatchHeader header, BootClock? boot) =>
        boot is { } known && known.BootId == header.BootId ? (known.StartMs, true) : null;
}
