using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.Payloads.V1;

namespace Ota.Server.Tests.Telemetry.TroubleCodes;

/// <summary>What a vehicle says about its trouble codes. The times count from an hour ago.</summary>
internal static class Reports
{
    public const string Vid = "00112233445566778899aabbccddeeff";

    public static readonly string Topic = $"v1/{Vid}/up/dtc";

    public static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static long At(int minute) => Now - 3_600_000 + (minute * 60_000);

    public static TroubleCodeReport Full(int boot, ulong seq, int minute, params TroubleCode[] codes)
    {
        TroubleCodeReport report = Make(boot, seq, minute);
        report.Full = true;
        report.Codes.Add(codes);
        return report;
    }

    public static TroubleCodeReport Events(int boot, ulong seq, int minute, params TroubleCodeEvent[] events)
    {
        TroubleCodeReport report = Make(boot, seq, minute);
        report.Events.Add(events);
        return report;
    }

    public static TroubleCodeEvent Set(TroubleCode code) => new() { Code = code, AtMs = code.LastMs };

    public static TroubleCodeEvent Cleared(TroubleCode code) => new() { Code = code, AtMs = code.LastMs, Cleared = true };

    public static TroubleCode Uds(string raw = "042000", uint status = 0x0F, string ecu = "engine") => new()
    {
        Ecu = ecu,
        Format = TroubleCodeFormat.Uds,
        Raw = ByteString.CopyFrom(Convert.FromHexString(raw)),
        Status = status,
        Occurrences = 3,
        FirstMs = At(0),
        LastMs = At(1),
        OdometerM = 123_456,
        FreezeFrame = "ff-1",
    };

    public static BootId BootOf(int boot) => BootId.TryParse($"{boot:x32}", out BootId id) ? id : throw new InvalidOperationException("no id");

    private static TroubleCodeReport Make(int boot, ulong seq, int minute)
    {
        byte[] id = new byte[BootId.Size];
        BootOf(boot).Write(id);
        return new TroubleCodeReport
        {
            SchemaVersion = 1,
            BootId = ByteString.CopyFrom(id),
            Stream = 3,
            Seq = seq,
            CaptureMs = At(minute),
            SentMs = At(minute),
            ClockQuality = Payloads.V1.ClockQuality.Gnss,
        };
    }
}
