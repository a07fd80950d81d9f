using Google.Protobuf.WellKnownTypes;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Core.Vehicles;
using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>Trouble codes as messages.</summary>
internal static class TroubleCodeMessages
{
    private const int UnknownCount = 127; // SAE J1939-73: not available.

    public static V1.TroubleCode From(TroubleCodeEntry entry, long? reportMs = null)
    {
        V1.TroubleCode message = new()
        {
            Ecu = entry.Ecu,
            Format = (V1.TroubleCode.Types.Format)entry.Code.Format,
            Code = entry.Code.Text,
            Raw = Convert.ToHexString(entry.Code.Raw),
            Occurrences = entry.Occurrences > 0 ? entry.Occurrences : CountOf(entry.Code),
            FirstTime = TimeOf(entry.FirstMs),
            LastTime = TimeOf(entry.LastMs),
            FreezeFrame = entry.FreezeFrame,
            Confirmed = entry.IsConfirmed,
            ReportTime = TimeOf(reportMs ?? 0),
        };
        if (entry.Status is { } status)
        {
            message.StatusByte = (uint)status;
            message.Status.Add(Bits(status));
        }

        if (entry.Code.Spn is { } spn) message.Spn = (uint)spn;
        if (entry.Code.Fmi is { } fmi) message.Fmi = (uint)fmi;
        if (entry.OdometerM is { } odometer) message.OdometerM = odometer;
        return message;
    }

    public static V1.TroubleCodeEvent From(TroubleCodeChange change, TroubleCodeReport report) => new()
    {
        Code = From(change.Entry, report.CapturedMs),
        Cleared = change.Cleared,
        Time = TimeOf(change.AtMs),
        ReceiveTime = TimeOf(report.ReceivedMs),
        FromFullSet = report.IsFull,
    };

    public static V1.CompareTroubleCodesResponse From(Vid vehicle, TroubleCodeDifference difference) => new()
    {
        Vid = vehicle.Value,
        Appeared = { difference.Appeared.Select(entry => From(entry)) },
        Gone = { difference.Gone.Select(entry => From(entry)) },
        Changed = { difference.Changed.Select(entry => From(entry)) },
        Same = { difference.Same.Select(entry => From(entry)) },
        IsWorse = difference.IsWorse,
    };

    // The enum of the API has one value a bit, from 1.
    private static IEnumerable<V1.TroubleCode.Types.UdsStatus> Bits(UdsStatus status) =>
        Enumerable.Range(0, 8).Where(bit => ((int)status & (1 << bit)) != 0).Select(bit => (V1.TroubleCode.Types.UdsStatus)(bit + 1));

    private static uint CountOf(TroubleCode code) => code.OccurrenceCount is { } count and not UnknownCount ? (uint)count : 0;

    private static Timestamp? TimeOf(long milliseconds) => milliseconds == 0 ? null : TelemetryMessages.TimeOf(milliseconds);
}
