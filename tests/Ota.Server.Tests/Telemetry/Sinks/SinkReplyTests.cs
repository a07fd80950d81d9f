using System.Net;
using System.Net.Http.Headers;
using Ota.Server.Telemetry.Sinks;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class SinkReplyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(nameof(SinkKind.InfluxV1), 204, "", nameof(SinkReplyKind.Accepted))]
    [InlineData(nameof(SinkKind.InfluxV1), 400, "partial write: unable to parse 'bad line': missing fields dropped=0", nameof(SinkReplyKind.AcceptedInPart))]
    [InlineData(nameof(SinkKind.InfluxV1), 400, "partial write: field type conflict: input field dropped=1", nameof(SinkReplyKind.AcceptedInPart))]
    [InlineData(nameof(SinkKind.InfluxV1), 400, "partial write: points beyond retention policy dropped=2", nameof(SinkReplyKind.AcceptedInPart))]
    [InlineData(nameof(SinkKind.InfluxV1), 400, "field type conflict", nameof(SinkReplyKind.BadContent))]
    [InlineData(nameof(SinkKind.InfluxV1), 400, "unable to parse 'bad': missing fields", nameof(SinkReplyKind.BadThroughout))]
    [InlineData(nameof(SinkKind.InfluxV2), 400, "unable to parse 'bad': missing fields", nameof(SinkReplyKind.BadContent))]
    [InlineData(nameof(SinkKind.InfluxV2), 422, "failure writing points to database: partial write: dropped=3", nameof(SinkReplyKind.AcceptedInPart))]
    [InlineData(nameof(SinkKind.VictoriaMetrics), 400, "too long line: more than 262144 bytes", nameof(SinkReplyKind.BadContent))]
    [InlineData(nameof(SinkKind.InfluxV1), 404, "database not found: \\\"ota\\\"", nameof(SinkReplyKind.NoDatabase))]
    [InlineData(nameof(SinkKind.InfluxV2), 404, "bucket \\\"b\\\" not found", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.InfluxV1), 404, "404 page not found", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.InfluxV1), 401, "authorization failed", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.InfluxV1), 403, "not authorized", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.InfluxV1), 307, "", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.InfluxV1), 413, "Request Entity Too Large", nameof(SinkReplyKind.TooLarge))]
    [InlineData(nameof(SinkKind.InfluxV2), 429, "", nameof(SinkReplyKind.TryLater))]
    [InlineData(nameof(SinkKind.InfluxV1), 500, "timeout", nameof(SinkReplyKind.TryLater))]
    [InlineData(nameof(SinkKind.InfluxV1), 500, "retention policy not found: x", nameof(SinkReplyKind.Refused))]
    [InlineData(nameof(SinkKind.VictoriaMetrics), 503, "", nameof(SinkReplyKind.TryLater))]
    public void Every_reply_has_its_meaning(string sink, int status, string body, string meaning) =>
        Of(Enum.Parse<SinkKind>(sink), status, body).Kind.Should().Be(Enum.Parse<SinkReplyKind>(meaning));

    [Theory]
    [InlineData("partial write: dropped=12", 12)]
    [InlineData("partial write: dropped=0", 1)]
    [InlineData("partial write: dropped=99999999999999999999", 1)]
    [InlineData("partial write", 1)]
    public void A_partial_write_says_how_many_lines_it_cost(string body, int lines) =>
        Of(SinkKind.InfluxV1, 400, body).RefusedLines.Should().Be(lines);

    [Fact]
    public void What_the_receiver_quotes_from_the_lines_does_not_get_into_the_log()
    {
        Of(SinkKind.InfluxV1, 400, "unable to parse 'telemetry,vid=x Latitude=48.1': it's bad\n").Reason.Should().NotContain("48.1").And.StartWith("400 unable to parse '...'");
        Of(SinkKind.InfluxV1, 400, "unable to parse 'telemetry Latitude=48.1").Reason.Should().Be("400 unable to parse");
        Of(SinkKind.InfluxV1, 500, new string('x', 4000)).Reason.Length.Should().Be(200 + 4);
    }

    [Fact]
    public void Retry_after_is_seconds_or_a_date_and_has_a_limit()
    {
        Wait(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))).Should().Be(TimeSpan.FromSeconds(7));
        Wait(new RetryConditionHeaderValue(Now.AddSeconds(90))).Should().Be(TimeSpan.FromSeconds(90));
        Wait(new RetryConditionHeaderValue(Now.AddSeconds(-90))).Should().Be(TimeSpan.Zero);
        Wait(new RetryConditionHeaderValue(TimeSpan.FromDays(30))).Should().Be(TimeSpan.FromMinutes(10));
        Wait(null).Should().BeNull();
    }

    private static SinkReply Of(SinkKind sink, int status, string body)
    {
        using HttpResponseMessage response = new((HttpStatusCode)status);
        return SinkReply.Of(sink, response, body, Now);
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        using HttpResponseMessage response = new(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = header;
        return SinkReply.Of(SinkKind.InfluxV2, response, "", Now).RetryAfter;
    }
}
