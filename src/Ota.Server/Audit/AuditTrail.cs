using System.Data.Common;
using System.Security.Cryptography;
using Grpc.Core;
using Ota.Core.Audit;
using Ota.Server.Operators;

namespace Ota.Server.Audit;

/// <summary>Writes calls to the audit log. A call whose intent cannot be written does not take place.</summary>
internal sealed class AuditTrail(AuditStore store, TimeProvider time, RandomNumberGenerator random, ILogger<AuditTrail> log)
{
    private const int CallIdSize = 16;

    public async Task<AuditedCall> BeginAsync(OperatorIdentity who, ServerCallContext context, RequestTrace request)
    {
        AuditEntry intent = Entry(who, context, request, AuditStage.Intent, outcome: "");
        await WriteAsync(intent);
        return new AuditedCall(this, intent, request);
    }

    /// <summary>Notes a call that was refused, in place of an intent with its outcome.</summary>
    public Task NoteRefusalAsync(OperatorIdentity who, ServerCallContext context, RequestTrace request, StatusCode status) =>
        WriteAsync(Entry(who, context, request, AuditStage.Outcome, status.ToString()));

    public async Task EndAsync(AuditEntry intent, RequestTrace request, StatusCode status)
    {
        AuditEntry outcome = intent with
        {
            Time = time.GetUtcNow(),
            Stage = AuditStage.Outcome,
            Outcome = status.ToString(),
            RequestDigest = request.Digest,
            Summary = request.Summary,
        };
        try
        {
            // The caller may be gone; what happened is written all the same.
            await store.AppendAsync(outcome, CancellationToken.None);
        }
        catch (DbException e)
        {
            log.OutcomeNotWritten(intent.CallId, intent.Method, outcome.Outcome, e);
            throw new RpcException(new Status(
                StatusCode.Unknown, $"The call ended with {outcome.Outcome}, which could not be written down: look before you repeat it."));
        }
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        try
        {
            await store.AppendAsync(entry, CancellationToken.None);
        }
        catch (DbException e)
        {
            log.IntentNotWritten(entry.CallId, entry.Method, e);
            throw new RpcException(new Status(
                StatusCode.Unavailable, "The audit log cannot be written, so nothing was done: try again when the database is back."));
        }
    }

    private AuditEntry Entry(OperatorIdentity who, ServerCallContext context, RequestTrace request, AuditStage stage, string outcome)
    {
        byte[] id = new byte[CallIdSize];
        random.GetBytes(id);
        return new AuditEntry(
            time.GetUtcNow(), stage, Convert.ToHexStringLower(id), who.Name, who.CredentialId, context.Method.TrimStart('/'), context.Peer,
            outcome, request.Digest, request.Summary);
    }
}
