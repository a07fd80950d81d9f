using FsCheck.Fluent;
using Grpc.Protocol;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Protocol;

public sealed class GrpcTimeoutTests
{
    /// <summary>Times of every size: a mantissa of eight digits at every power of ten that a TimeSpan holds.</summary>
    private static readonly FsCheck.Gen<TimeSpan> Times =
        from digits in Gen.Choose(1, 99_999_999) from power in Gen.Choose(0, 10) select TimeSpan.FromTicks((long)(digits * Math.Pow(10, power)));

    [Fact]
    public void A_timeout_read_back_is_never_shorter_and_at_most_one_unit_longer() => ForAll.Of(
        Times,
        timeout =>
        {
            string text = GrpcTimeout.Format(timeout);
            text.Should().MatchRegex("^[0-9]{1,8}[HMSmun]$");
            GrpcTimeout.TryParse(text, out TimeSpan read).Should().BeTrue();
            read.Should().BeGreaterOrEqualTo(timeout);
            (read - timeout).Should().BeLessThan(Unit(text[^1]));
        },
        count: 3000);

    [Fact]
    public void No_text_makes_reading_fail() => ForAll.Any<string?>(text => GrpcTimeout.TryParse(text ?? "", out _), count: 2000);

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("4m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("6000000n", 6)]
    [InlineData("00000001S", 1_000)]
    [InlineData("0S", 0)]
    public void Every_unit_is_known(string text, int milliseconds)
    {
        GrpcTimeout.TryParse(text, out TimeSpan timeout).Should().BeTrue();
        timeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1s")]
    [InlineData("1h")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("1e3S")]
    [InlineData("0x1S")]
    [InlineData("123456789S")]
    [InlineData("000000001S")]
    [InlineData("1S,1S")]
    [InlineData("1ms")]
    [InlineData("١S")]
    public void Anything_else_is_malformed(string text) => GrpcTimeout.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_time_that_is_over_is_the_shortest_timeout(long ticks) => GrpcTimeout.Format(TimeSpan.FromTicks(ticks)).Should().Be("1n");

    [Fact]
    public void The_longest_time_there_is_can_be_sent() =>
        GrpcTimeout.TryParse(GrpcTimeout.Format(TimeSpan.MaxValue), out _).Should().BeTrue();

    private static TimeSpan Unit(char name) => name switch
    {
        'H' => TimeSpan.FromHours(1),
        'M' => TimeSpan.FromMinutes(1),
        'S' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMilliseconds(1),
        _ => TimeSpan.FromMicroseconds(1),
    };
}
