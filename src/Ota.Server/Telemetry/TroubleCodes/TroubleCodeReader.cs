using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Telemetry.Ingest;
using Wire = Ota.Payloads.V1;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>
/// Reads the payload of <c>up/dtc</c>. A report with one bad code is refused whole: a full set without it would say that it is gone.
/// </summary>
internal static class TroubleCodeReader
{
    private const long EndOfYear9999 = 253_402_300_800_000;

    /// <returns>What it says, or null and why it is not taken.</returns>
    public static TroubleCodePayload? TryRead(ReadOnlySpan<byte> payload, out Refusal refusal)
    {
        refusal = default;
        if (payload.Length > TroubleCodeLimits.Payload)
        {
            refusal = TroubleCodeRefusal.TooLarge;
            return null;
        }

        if (TryParse(payload) is not { } report)
        {
            refusal = TroubleCodeRefusal.Malformed;
            return null;
        }

        if (WhyNot(report) is { } why)
        {
            refusal = why;
            return null;
        }

        List<TroubleCodeChange> changes = [];
        IEnumerable<Wire.TroubleCodeEvent> events = report.Full ? report.Codes.Select(code => new Wire.TroubleCodeEvent { Code = code }) : report.Events;
        foreach (Wire.TroubleCodeEvent happened in events)
        {
            if (TryRead(happened, out refusal) is not { } change) return null;
            changes.Add(change);
        }

        return new TroubleCodePayload(HeaderOf(report), report.Full, changes);
    }

    private static Wire.TroubleCodeReport? TryParse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Wire.TroubleCodeReport.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static Refusal? WhyNot(Wire.TroubleCodeReport report)
    {
        if (report.SchemaVersion != BatchHeader.SchemaVersion) return TroubleCodeRefusal.UnknownSchema;
        if (!BootId.TryRead(report.BootId.Span, out _) || report.Seq == 0) return TroubleCodeRefusal.NoIdentity;
        if (report.Seq > long.MaxValue) return TroubleCodeRefusal.ImpossibleSequence; // No sender counts so, and no column holds it.
        if (!IsTime(report.CaptureMs) || !IsTime(report.SentMs)) return TroubleCodeRefusal.ImpossibleTime;
        if (report.Codes.Count > TroubleCodeSet.MaximumCodes || report.Events.Count > TroubleCodeLimits.Events) return TroubleCodeRefusal.TooManyCodes;
        return report.Full == (report.Events.Count > 0) || (!report.Full && report.Codes.Count > 0) ? TroubleCodeRefusal.NeitherSetNorEvents : null;
    }

    private static BatchHeader HeaderOf(Wire.TroubleCodeReport report) => new()
    {
        BootId = BootId.TryRead(report.BootId.Span, out BootId boot) ? boot : default,
        Stream = report.Stream,
        Seq = report.Seq,
        CaptureMs = report.CaptureMs,
        SentMs = report.SentMs,
        ClockQuality = Enum.IsDefined((ClockQuality)report.ClockQuality) ? (ClockQuality)report.ClockQuality : ClockQuality.Unspecified,
    };

    private static TroubleCodeChange? TryRead(Wire.TroubleCodeEvent happened, out Refusal refusal)
    {
        refusal = default;
        if (happened.Code is null) refusal = TroubleCodeRefusal.Malformed;
        else if (!IsTime(happened.AtMs)) refusal = TroubleCodeRefusal.ImpossibleTime;
        else if (TryRead(happened.Code, out refusal) is { } entry) return new TroubleCodeChange(entry, happened.Cleared) { AtMs = happened.AtMs };
        return null;
    }

    private static TroubleCodeEntry? TryRead(Wire.TroubleCode code, out Refusal refusal)
    {
        refusal = default;
        TroubleCode? read = TroubleCode.TryMake((TroubleCodeFormat)code.Format, code.Raw.Span);
        bool hasStatus = code.HasStatus;
        if (read is null) refusal = TroubleCodeRefusal.BadCode;
        else if (!Token.IsValid(code.Ecu, TroubleCodeLimits.Name) || (code.FreezeFrame.Length > 0 && !Token.IsValid(code.FreezeFrame, TroubleCodeLimits.Name)))
            refusal = TroubleCodeRefusal.BadName;
        else if (hasStatus && (read.Format != TroubleCodeFormat.Uds || code.Status > byte.MaxValue)) refusal = TroubleCodeRefusal.BadStatus;
        else if (!IsTime(code.FirstMs) || !IsTime(code.LastMs)) refusal = TroubleCodeRefusal.ImpossibleTime;
        if (refusal != default) return null;
        return new TroubleCodeEntry
        {
            Ecu = code.Ecu,
            Code = read!,
            Status = hasStatus ? (UdsStatus)code.Status : null,
            Occurrences = code.Occurrences,
            FirstMs = code.FirstMs,
            LastMs = code.LastMs,
            OdometerM = code.HasOdometerM ? code.OdometerM : null,
            FreezeFrame = code.FreezeFrame,
        };
    }

    private static bool IsTime(long milliseconds) => milliseconds is >= 0 and < EndOfYear9999;
}
