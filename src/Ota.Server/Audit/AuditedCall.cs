using Grpc.Core;
using Ota.Core.Audit;
using Ota.Server.Operators;

namespace Ota.Server.Audit;

/// <summary>A call whose intent is written and whose outcome is owed.</summary>
internal sealed class AuditedCall(AuditTrail trail, AuditEntry intent, RequestTrace request)
{
    /// <summary>Whether the outcome was written, or its writing failed, which is reported once.</summary>
    public bool IsEnded { get; private set; }

    public Task EndAsync(StatusCode status)
    {
        IsEnded = true;
        return trail.EndAsync(intent, request, status);
    }
}
