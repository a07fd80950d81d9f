using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Reports;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Hosting;

namespace Ota.Server.Rollouts;

/// <summary>Streams completion reports.</summary>
internal sealed class ReportStream(RolloutFinder finder, RolloutHistory history, ReportRows rows, DescribeBundle describe, TimeProvider time)
{
    private const int PieceSize = 256 * 1024;
    private const int MostInPiece = 1024 * 1024;

    public async Task SendAsync(V1.GetReportRequest request, IServerStreamWriter<V1.ReportPiece> pieces, ServerCallContext context)
    {
        CancellationToken stop = context.CancellationToken;
        DateTimeOffset now = StoredTime.Round(time.GetUtcNow());
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        ReportForm? form = FormOf(request.Form);
        if (form is null) violations.Add("form", "Not a form of reports: use text, json or csv.");
        // Finer than a millisecond nothing is stored.
        DateTimeOffset asOf = request.AsOfTime is { } asked ? StoredTime.Round(asked.ToDateTimeOffset()) : now;
        if (asOf > now) violations.Add("as_of_time", "In the future; give a time up to now, or none.");
        violations.ThrowIfAny();

        Rollout rollout = await finder.FindAsync(id, stop);
        if (asOf < rollout.Created)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition, $"Rollout {rollout.Id} was made at {rollout.Created:yyyy-MM-ddTHH:mm:ss.fffZ}: ask for a later time."));
        }

        Rollout then = await history.AsOfAsync(rollout, asOf, stop);
        CompletionReport report = new(then, await SubjectAsync(rollout, stop), asOf, form!.Value);
        ArrayBufferWriter<byte> buffer = new(PieceSize);
        await foreach (ReportRow row in rows.ReadAsync(then, asOf, stop))
        {
            buffer.Write(report.Add(row).Span);
            if (buffer.WrittenCount >= PieceSize) await FlushAsync();
        }

        buffer.Write(report.End().Span);
        await FlushAsync();

        async Task FlushAsync()
        {
            for (int sent = 0; sent < buffer.WrittenCount; sent += MostInPiece)
            {
                ReadOnlyMemory<byte> piece = buffer.WrittenMemory.Slice(sent, Math.Min(MostInPiece, buffer.WrittenCount - sent));
                await pieces.WriteAsync(new V1.ReportPiece { Content = ByteString.CopyFrom(piece.Span) }, stop);
            }

            buffer.ResetWrittenCount();
        }
    }

    private async Task<ReportSubject> SubjectAsync(Rollout rollout, CancellationToken stop)
    {
        StagedBundle? bundle = (await describe(rollout.Bundle, stop))?.What;
        return new ReportSubject(bundle?.Title ?? "")
        {
            Selection = await history.SelectionAsync(rollout, stop),
            Rxswins = bundle?.Rxswins ?? [],
            Dossier = bundle?.Dossier,
        };
    }

    private static ReportForm? FormOf(string form) => form switch
    {
        "text" => ReportForm.Text,
        "json" => ReportForm.Json,
        "csv" => ReportForm.Csv,
        _ => null,
    };
}
