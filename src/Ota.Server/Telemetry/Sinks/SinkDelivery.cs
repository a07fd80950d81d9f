using System.IO.Compression;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Brings one batch to the receiver: whole, or in parts when the receiver does not like the whole.</summary>
internal sealed class SinkDelivery(
    SinkTarget target, SinkClient client, SinkPipeline pipeline, SinkPoints points, SinksMetrics metrics, TimeProvider time, ILogger log)
{
    // A batch of nothing but bad lines is not worth thousands of requests.
    private const int MostParts = 256;

    /// <summary>Returns when every line was taken or refused for good.</summary>
    /// <returns>The values that were taken.</returns>
    public async Task<long> SendAsync(SpoolFrame frame, CancellationToken stop)
    {
        SinkReply reply = await AttemptAsync(frame.Payload, frame.Header.IsGzip, stop);
        if (reply.Kind is not (SinkReplyKind.TooLarge or SinkReplyKind.BadContent)) return Judge(reply, frame.Header.Points, Plain);
        return await SendInPartsAsync(Plain(), reply, stop);
        ReadOnlyMemory<byte> Plain() => frame.Header.IsGzip ? Unzip(frame) : frame.Payload;
    }

    private static ReadOnlyMemory<byte> Unzip(SpoolFrame frame)
    {
        byte[] plain = new byte[frame.Header.PlainLength];
        using GZipStream gzip = new(new MemoryStream(frame.Payload.ToArray()), CompressionMode.Decompress);
        return plain.AsMemory(0, gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false));
    }

    private async Task<long> SendInPartsAsync(ReadOnlyMemory<byte> lines, SinkReply first, CancellationToken stop)
    {
        long taken = 0;
        Stack<ReadOnlyMemory<byte>> parts = [];
        Split(lines, first);
        for (int sent = 1; parts.TryPop(out ReadOnlyMemory<byte> part); sent++)
        {
            SinkReply reply = sent < MostParts
                ? await AttemptAsync(part, isGzip: false, stop)
                : first with { Kind = SinkReplyKind.BadThroughout };
            if (reply.Kind is SinkReplyKind.TooLarge or SinkReplyKind.BadContent)
                Split(part, reply);
            else
                taken += Judge(reply, LineScanner.Points(part.Span), () => part);
        }
        return taken;

        void Split(ReadOnlyMemory<byte> part, SinkReply reply)
        {
            int middle = LineScanner.Middle(part.Span);
            if (middle >= part.Length)
            {
                Reject(LineScanner.Points(part.Span), reply.Reason);
                return;
            }
            parts.Push(part[middle..]);
            parts.Push(part[..middle]);
        }
    }

    private long Judge(SinkReply reply, long all, Func<ReadOnlyMemory<byte>> lines)
    {
        long refused = reply.Kind switch
        {
            SinkReplyKind.Accepted => 0,
            SinkReplyKind.AcceptedInPart => RefusedPoints(reply.RefusedLines, all, lines().Span),
            _ => all,
        };
        if (refused > 0) Reject(refused, reply.Reason);
        return all - refused;
    }

    // The receiver counts lines, and not which; ours are of about one width.
    private static long RefusedPoints(int refusedLines, long points, ReadOnlySpan<byte> lines)
    {
        long count = 0;
        for (; !lines.IsEmpty; count++) lines = lines[LineScanner.FirstLine(lines, out _)..];
        return Math.Min(points, (long)Math.Ceiling((double)refusedLines * points / Math.Max(1, count)));
    }

    private void Reject(long count, string reason)
    {
        points.Reject(count);
        log.PointsRejected(target.Name, count, reason);
    }

    private Task<SinkReply> AttemptAsync(ReadOnlyMemory<byte> lines, bool isGzip, CancellationToken stop) => pipeline.RunAsync(
        async token =>
        {
            long start = time.GetTimestamp();
            string outcome = "unreachable";
            try
            {
                SinkReply reply = await client.WriteAsync(lines, isGzip, token);
                outcome = Name(reply.Kind);
                return reply;
            }
            finally
            {
                metrics.Requested(target.Name, time.GetElapsedTime(start), outcome);
            }
        },
        stop);

    private static string Name(SinkReplyKind kind) => kind switch
    {
        SinkReplyKind.Accepted => "accepted",
        SinkReplyKind.AcceptedInPart => "accepted_in_part",
        SinkReplyKind.TooLarge => "too_large",
        SinkReplyKind.BadContent or SinkReplyKind.BadThroughout => "bad_content",
        SinkReplyKind.TryLater or SinkReplyKind.NoDatabase => "try_later",
        _ => "refused",
    };
}
