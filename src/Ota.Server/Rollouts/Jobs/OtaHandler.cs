using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bridge;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>
/// Takes what vehicles say and ask about updates. What it means is durable before the answer is sent, and the answer is sent before the
/// message is acknowledged; a vehicle that gets none asks again and gets the same.
/// </summary>
internal sealed class OtaHandler(JobDesk jobs, StartDesk starts, ProofDesk proofs, IDownTopics down, TimeProvider time) : IUpHandler
{
    private const uint Schema = 1;

    // What was true when it was sent need not be later: a vehicle that has no answer after this asks again.
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    // A link to a broker outside may be away. The message came by that link too, so this ends seldom by time, and then nothing is lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Type => "ota";

    public async Task<UpReceipt> TakeAsync(Vid vehicle, ReadOnlyMemory<byte> payload, DateTimeOffset received, CancellationToken stop)
    {
        if (OtaReportReader.TryRead(payload.Span, out UpReceipt refusal) is not { } request) return refusal;
        OtaAnswer answer = request switch
        {
            OtaRequest.Wanted wanted => await jobs.FindAsync(vehicle, wanted, stop),
            OtaRequest.Status status => await jobs.TakeAsync(vehicle, status, stop),
            OtaRequest.Start start => await starts.DecideAsync(vehicle, start, stop),
            OtaRequest.Proof proof => await proofs.TakeAsync(vehicle, proof, received, stop),
            _ => throw new InvalidOperationException($"Nobody takes {request.GetType().Name}."),
        };
        await ReplyAsync(vehicle, request.RequestId, answer.Command, stop);
        return answer.Receipt;
    }

    private async Task ReplyAsync(Vid vehicle, ulong requestId, OtaCommand command, CancellationToken stop)
    {
        command.SchemaVersion = Schema;
        command.RequestId = requestId;
        command.ServerMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            await down.PublishAsync(vehicle, Type, command.ToByteArray(), Expiry, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // It asks again.
        }
    }
}
