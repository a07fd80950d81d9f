using System.Globalization;
using System.Net.Http.Headers;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>A receiver's reply to a batch, understood.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Reason">The receiver's words without any data, for the log.</param>
/// <param name="RefusedLines">How many lines a reply in part names; at least 1.</param>
/// <param name="RetryAfter">How long the receiver asks to wait.</param>
internal sealed record SinkReply(SinkReplyKind Kind, string Reason = "", int RefusedLines = 0, TimeSpan? RetryAfter = null)
{
    private const int MaxReason = 200;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static SinkReply Accepted { get; } = new(SinkReplyKind.Accepted);

    public static SinkReply Of(SinkKind sink, HttpResponseMessage response, string body, DateTimeOffset now)
    {
        string reason = $"{(int)response.StatusCode} {Redact(body)}".TrimEnd();
        TimeSpan? retryAfter = Wait(response.Headers.RetryAfter, now);
        switch ((int)response.StatusCode)
        {
            case >= 200 and < 300:
                return Accepted;
            case 400 when body.Contains("partial write", StringComparison.Ordinal):
            case 422 when sink == SinkKind.InfluxV2: // Its schema or retention refused points; the others are written.
                return new SinkReply(SinkReplyKind.AcceptedInPart, reason, RefusedCount(body));
            case 400 when sink == SinkKind.InfluxV1 && body.Contains("unable to parse", StringComparison.Ordinal):
                return new SinkReply(SinkReplyKind.BadThroughout, reason); // With one good line it would have been a partial write.
            // "field type conflict" between lines of one batch stores nothing in 1.x, so it is not a partial write.
            case 400 or 422:
                return new SinkReply(SinkReplyKind.BadContent, reason);
            case 404 when sink == SinkKind.InfluxV1 && body.Contains("database not found", StringComparison.Ordinal):
                return new SinkReply(SinkReplyKind.NoDatabase, reason);
            case 413:
                return new SinkReply(SinkReplyKind.TooLarge, reason);
            case 408 or 425 or 429:
            case >= 500 when !body.Contains("retention policy not found", StringComparison.Ordinal):
                return new SinkReply(SinkReplyKind.TryLater, reason, RetryAfter: retryAfter);
            default:
                return new SinkReply(SinkReplyKind.Refused, reason);
        }
    }

    // The receiver quotes the line that it does not like, and a line says where somebody is.
    private static string Redact(string body)
    {
        int from = body.IndexOf('\'');
        int to = body.LastIndexOf('\'');
        string text = to > from ? string.Concat(body.AsSpan(0, from), "'...'", body.AsSpan(to + 1)) : from >= 0 ? body[..from] : body;
        text = string.Concat(text.Where(c => !char.IsControl(c)));
        return text.Length > MaxReason ? text[..MaxReason] : text;
    }

    private static int RefusedCount(string body)
    {
        const string Mark = "dropped=";
        int at = body.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at < 0) return 1;
        ReadOnlySpan<char> rest = body.AsSpan(at + Mark.Length);
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> number = digits < 0 ? rest : rest[..digits];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? Math.Max(1, count) : 1;
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        if (wait is not { } asked) return null;
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestWait ? LongestWait : asked;
    }
}
