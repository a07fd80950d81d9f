using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Tests.Telemetry.Batches;

public sealed class CaptureClockTests
{
    private const long Now = 1_790_000_000_000;
    private const long Day = 86_400_000;

    // Capture and sending by the vehicle's clock, quality, historical: the capture by ours, the flags.
    public static TheoryData<string, long, long, ClockQuality, bool, long, TimeFlags> Cases => new()
    {
        { "a good clock", Now - 10_000, Now - 200, ClockQuality.Gnss, false, Now - 10_000, TimeFlags.None },
        { "no sending time", Now - 10_000, 0, ClockQuality.Rtc, false, Now - 10_000, TimeFlags.None },
        { "within the tolerance", Now - 10_000, Now - 5_000, ClockQuality.Rtc, false, Now - 10_000, TimeFlags.None },
        { "an hour slow", Now - 3_610_000, Now - 3_600_000, ClockQuality.Rtc, false, Now - 10_000, TimeFlags.ClockBehindOrDelayed | TimeFlags.Corrected },
        { "an hour on its way", Now - 3_610_000, Now - 3_600_000, ClockQuality.Gnss, false, Now - 3_610_000, TimeFlags.ClockBehindOrDelayed },
        { "an hour on its way, from the buffer", Now - Day, Now - 3_600_000, ClockQuality.Rtc, true, Now - Day, TimeFlags.None },
        { "an hour fast", Now + 3_590_000, Now + 3_600_000, ClockQuality.Rtc, false, Now - 10_000, TimeFlags.ClockAhead | TimeFlags.Corrected },
        { "an hour fast, said to be good", Now + 3_590_000, Now + 3_600_000, ClockQuality.Secured, false, Now - 10_000, TimeFlags.ClockAhead | TimeFlags.Corrected },
        { "an hour fast, from the buffer", Now - Day + 3_600_000, Now + 3_600_000, ClockQuality.Rtc, true, Now - Day, TimeFlags.ClockAhead | TimeFlags.Corrected },
        { "seconds", (Now - 10_000) / 1000, Now / 1000, ClockQuality.Gnss, false, Now - 10_000, TimeFlags.SecondsForMilliseconds | TimeFlags.Corrected },
        { "seconds for the capture only", (Now - 10_000) / 1000, Now, ClockQuality.Gnss, false, Now - 10_000, TimeFlags.SecondsForMilliseconds | TimeFlags.Corrected },
        { "counting from 1970", 90_000, 100_000, ClockQuality.None, false, Now - 10_000, TimeFlags.ClockNotSet | TimeFlags.Corrected },
        { "counting from 1970, for months", 90_000, 90_000 + (100 * Day), ClockQuality.None, true, Now - (100 * Day), TimeFlags.ClockNotSet | TimeFlags.Corrected },
        { "counting from when it was built", 1_000_000_000_000, 1_000_000_010_000, ClockQuality.None, false, Now - 10_000, TimeFlags.ClockNotSet | TimeFlags.Corrected },
        { "1970, set before the sending", 90_000, Now, ClockQuality.Ntp, false, 90_000, TimeFlags.ClockNotSet | TimeFlags.Unknown },
        { "1970, no sending time", 90_000, 0, ClockQuality.None, false, 90_000, TimeFlags.ClockNotSet | TimeFlags.Unknown },
        { "1970, sent before the capture", 90_000, 80_000, ClockQuality.None, false, 90_000, TimeFlags.ClockNotSet | TimeFlags.Unknown },
        { "the future, no sending time", Now + 300_001, 0, ClockQuality.Gnss, false, Now + 300_001, TimeFlags.Future },
        { "five minutes ahead", Now + 300_000, 0, ClockQuality.Gnss, false, Now + 300_000, TimeFlags.None },
        { "captured after the sending", Now + 600_000, Now, ClockQuality.Gnss, false, Now + 600_000, TimeFlags.Future },
        { "two years old", Now - (730 * Day), Now, ClockQuality.Gnss, true, Now - (730 * Day), TimeFlags.TooOld },
        { "400 days old", Now - (400 * Day), Now, ClockQuality.Gnss, true, Now - (400 * Day), TimeFlags.None },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_clock_is_judged(string what, long capture, long sent, ClockQuality quality, bool historical, long expected, TimeFlags flags)
    {
        BatchHeader header = Batch.Header with { CaptureMs = capture, SentMs = sent, ClockQuality = quality, Historical = historical };
        TimeVerdict verdict = Judge(header);
        verdict.Should().Be(new TimeVerdict(expected, expected - capture, flags), what);
        verdict.IsQuarantined.Should().Be((flags & (TimeFlags.Future | TimeFlags.TooOld | TimeFlags.Unknown)) != 0);
    }

    [Fact]
    public void A_boot_whose_clock_was_set_later_tells_the_time_of_what_it_buffered_before()
    {
        BatchHeader later = Batch.Header with { CaptureMs = Now - 10_000, SentMs = Now, MonotonicMs = 500_000 };
        BootClock boot = BootClock.Learn(later, Judge(later))!.Value;
        BatchHeader earlier = Batch.Header with { CaptureMs = 3_000, SentMs = Now, MonotonicMs = 3_000, Historical = true };
        CaptureClock.Judge(earlier, At(Now), TimePolicy.Default, boot)
            .Should().Be(new TimeVerdict(Now - 507_000, Now - 510_000, TimeFlags.ClockNotSet | TimeFlags.Corrected));

        BatchHeader other = earlier with { BootId = Batch.Boot(new string('1', 32)) };
        CaptureClock.Judge(other, At(Now), TimePolicy.Default, boot).IsQuarantined.Should().BeTrue("it is another boot");
    }

    [Fact]
    public void Nothing_is_learnt_from_a_bad_clock()
    {
        BatchHeader header = Batch.Header with { CaptureMs = 90_000, SentMs = 100_000, MonotonicMs = 500_000 };
        BootClock.Learn(header, Judge(header)).Should().BeNull();
        BatchHeader future = Batch.Header with { CaptureMs = Now + Day, SentMs = 0, MonotonicMs = 500_000 };
        BootClock.Learn(future, Judge(future)).Should().BeNull();
        BatchHeader noMonotonic = Batch.Header with { CaptureMs = Now, SentMs = Now, MonotonicMs = 0 };
        BootClock.Learn(noMonotonic, Judge(noMonotonic)).Should().BeNull();
    }

    [Fact]
    public void No_times_that_the_reader_lets_through_throw()
    {
        long[] times = [0, 1, 99_999_999_999, 100_000_000_000, Now, 253_402_300_799_999];
        foreach (long capture in times)
        {
            foreach (long sent in times)
            {
                TimeVerdict verdict = Judge(Batch.Header with { CaptureMs = capture, SentMs = sent, MonotonicMs = ulong.MaxValue });
                (verdict.CaptureMs - capture).Should().Be(verdict.OffsetMs);
            }
        }
    }

    private static TimeVerdict Judge(BatchHeader header) => CaptureClock.Judge(header, At(Now), TimePolicy.Default);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
