using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Ota.Core.Telemetry.TroubleCodes;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Telemetry.TroubleCodes;

namespace Ota.Server.Tests.Telemetry.TroubleCodes;

public sealed class TroubleCodeReaderTests
{
    [Fact]
    public void Any_bytes_are_read_or_refused_with_a_reason()
    {
        Prop.ForAll(Gen.Choose(0, 255).ListOf().Select(bytes => bytes.Select(b => (byte)b).ToArray()).ToArbitrary(), bytes =>
        {
            TroubleCodePayload? read = TroubleCodeReader.TryRead(bytes, out Refusal refusal);
            return (read is null) == (refusal.Reason is not null);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_change_of_a_byte_is_read_or_refused_with_a_reason()
    {
        byte[] valid = Reports.Full(1, 1, 1, Reports.Uds(), Reports.Uds("030000")).ToByteArray();
        for (int i = 0; i < valid.Length; i++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. valid];
                changed[i] = (byte)value;
                TroubleCodePayload? read = TroubleCodeReader.TryRead(changed, out Refusal refusal);
                (read is null).Should().Be(refusal.Reason is not null);
            }
        }
    }

    [Fact]
    public void Every_truncation_of_an_event_is_refused()
    {
        byte[] valid = Reports.Events(1, 1, 1, Reports.Cleared(Reports.Uds())).ToByteArray();
        TroubleCodeReader.TryRead(valid, out _).Should().NotBeNull();
        for (int length = 0; length < valid.Length; length++)
            TroubleCodeReader.TryRead(valid.AsSpan(0, length), out _).Should().BeNull($"{length} of {valid.Length} bytes are no report");
    }

    [Fact]
    public void Texts_that_are_no_UTF8_are_refused()
    {
        byte[] valid = Reports.Full(1, 1, 1, Reports.Uds(ecu: "engine")).ToByteArray();
        int at = valid.AsSpan().IndexOf("engine"u8);
        valid[at] = 0xFF;
        TroubleCodeReader.TryRead(valid, out Refusal refusal).Should().BeNull();
        refusal.Reason.Should().BeOneOf("malformed", "bad_name");
    }

    [Fact]
    public void The_status_stays_the_byte_that_came()
    {
        for (uint status = 0; status < 256; status++)
        {
            TroubleCodeReader.TryRead(Reports.Full(1, 1, 1, Reports.Uds(status: status)).ToByteArray(), out _)!
                .Changes.Single().Entry.Status.Should().Be((UdsStatus)status);
        }
    }
}
