using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>A report as stored; the payload is base64.</summary>
internal sealed class TroubleCodeReportRow
{
    public string Boot { get; init; } = "";

    public long Stream { get; init; }

    public long Seq { get; init; }

    public long Captured { get; init; }

    public long Trusted { get; init; }

    public long Received { get; init; }

    public string Payload { get; init; } = "";

    public TroubleCodePlace Place => new(Captured, Boot, Stream, Seq);

    /// <exception cref="FormatException">The row is not as it was written.</exception>
    public TroubleCodeReport Read()
    {
        TroubleCodePayload payload = TroubleCodeReader.TryRead(Convert.FromBase64String(Payload), out _)
            ?? throw new FormatException("A stored report of trouble codes cannot be read.");
        return new TroubleCodeReport
        {
            BootId = BootId.TryParse(Boot, out BootId boot) ? boot : throw new FormatException("A stored report has no boot id."),
            Position = new TroubleCodePosition((ulong)Seq, (uint)Stream),
            CapturedMs = Captured,
            IsTimeTrusted = Trusted != 0,
            ReceivedMs = Received,
            IsFull = payload.IsFull,
            Changes = payload.Changes,
        };
    }
}
