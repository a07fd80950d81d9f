using System.Text.Json;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.TroubleCodes;

namespace Ota.Server.Telemetry.TroubleCodes;

/// <summary>The state of a vehicle as JSON, for the database. A field may be added; its meaning never changes.</summary>
internal static class TroubleCodeStateText
{
    public static string Write(TroubleCodeState state) => JsonSerializer.Serialize(new StateText(
        [.. state.Base.Select(TextOf)], state.BaseMs, state.BaseFullMs, [.. state.Boots.Select(TextOf)]));

    /// <exception cref="FormatException">The text is not as it was written.</exception>
    public static TroubleCodeState Read(string text)
    {
        StateText read = JsonSerializer.Deserialize<StateText>(text) ?? throw Damaged();
        return new TroubleCodeState
        {
            Base = [.. read.Base.Select(RecordOf)],
            BaseMs = read.BaseMs,
            BaseFullMs = read.BaseFullMs,
            Boots = [.. read.Boots.Select(BootOf)],
        };
    }

    private static BootText TextOf(TroubleCodeBoot boot) => new(
        boot.BootId.ToString(), boot.TrustedMs, boot.ReceivedMs, boot.Highest.Seq, boot.Highest.Stream, boot.Floor.Seq, boot.Floor.Stream, boot.FullMs,
        [.. boot.Records.Select(TextOf)]);

    private static TroubleCodeBoot BootOf(BootText boot) => new()
    {
        BootId = BootId.TryParse(boot.Id, out BootId id) ? id : throw Damaged(),
        TrustedMs = boot.TrustedMs,
        ReceivedMs = boot.ReceivedMs,
        Highest = new TroubleCodePosition(boot.Seq, boot.Stream),
        Floor = new TroubleCodePosition(boot.FloorSeq, boot.FloorStream),
        FullMs = boot.FullMs,
        Records = [.. boot.Records.Select(RecordOf)],
    };

    private static RecordText TextOf(TroubleCodeRecord record)
    {
        TroubleCodeEntry entry = record.Entry;
        return new RecordText(
            entry.Ecu, (int)entry.Code.Format, Convert.ToHexString(entry.Code.Raw), (int?)entry.Status, entry.Occurrences, entry.FirstMs, entry.LastMs,
            entry.OdometerM, entry.FreezeFrame, record.Cleared, record.Position.Seq, record.Position.Stream, record.CapturedMs);
    }

    private static TroubleCodeRecord RecordOf(RecordText record)
    {
        TroubleCodeEntry entry = new()
        {
            Ecu = record.Ecu,
            Code = TroubleCode.TryMake((TroubleCodeFormat)record.Format, Convert.FromHexString(record.Raw)) ?? throw Damaged(),
            Status = (UdsStatus?)record.Status,
            Occurrences = record.Count,
            FirstMs = record.FirstMs,
            LastMs = record.LastMs,
            OdometerM = record.OdometerM,
            FreezeFrame = record.Frame,
        };
        return new TroubleCodeRecord(entry, record.Cleared, new TroubleCodePosition(record.Seq, record.Stream), record.CapturedMs);
    }

    private static FormatException Damaged() => new("The stored trouble codes of a vehicle cannot be read.");

    private sealed record StateText(RecordText[] Base, long BaseMs, long? BaseFullMs, BootText[] Boots);

    private sealed record BootText(
        string Id, long? TrustedMs, long ReceivedMs, ulong Seq, uint Stream, ulong FloorSeq, uint FloorStream, long? FullMs, RecordText[] Records);

    private sealed record RecordText(
        string Ecu, int Format, string Raw, int? Status, uint Count, long FirstMs, long LastMs, uint? OdometerM, string Frame,
        bool Cleared, ulong Seq, uint Stream, long CapturedMs);
}
