using System.Data.Common;
using Grpc.Core;
using Ota.Core.Operators;
using Ota.Server.Audit;
using Ota.Server.Storage;

namespace Ota.Server.Operators;

/// <summary>
/// What every gRPC call passes: may the caller do this, is it written down, and what does the caller learn of a failure.
/// </summary>
internal sealed class CallGate(AuditTrail audit, Database database, ILogger<CallGate> log)
{
    public async Task<T> PassAsync<T>(ServerCallContext context, RequestTrace request, Func<Task<T>> handler)
    {
        MethodRule rule = AuthorizationPolicy.RuleFor(context.Method)
            ?? throw Failure(StatusCode.PermissionDenied, $"{context.Method} is not in the authorization policy, so nobody may call it.");
        Caller caller = context.GetHttpContext().Features.Get<Caller>() ?? new Caller.Anonymous();
        OperatorIdentity? identity = (caller as Caller.Known)?.Identity;
        if (!AuthorizationPolicy.Allows(rule, identity?.Roles)) throw await RefuseAsync(context, rule, caller, request);
        if (!rule.Mutates) return await RunAsync(context, handler);

        AuditedCall call = await audit.BeginAsync(identity!, context, request);
        try
        {
            T response = await RunAsync(context, handler);
            await call.EndAsync(context.Status.StatusCode);
            return response;
        }
        catch (RpcException e) when (!call.IsEnded)
        {
            await call.EndAsync(e.StatusCode);
            throw;
        }
        catch (Exception) when (!call.IsEnded)
        {
            await call.EndAsync(context.CancellationToken.IsCancellationRequested ? StatusCode.Cancelled : StatusCode.Unknown);
            throw;
        }
    }

    private async Task<RpcException> RefuseAsync(ServerCallContext context, MethodRule rule, Caller caller, RequestTrace request)
    {
        switch (caller)
        {
            case Caller.Vehicle:
                return Failure(StatusCode.PermissionDenied, "A vehicle's certificate opens nothing to operators: use an operator's credential.");
            case Caller.Undetermined:
                return Failure(StatusCode.Unavailable, "The database cannot be reached, so nobody can be let in: try again later.");
            case Caller.Refused refused:
                return Failure(StatusCode.Unauthenticated, refused.Reason);
            case Caller.Known known:
                log.PermissionDenied(known.Identity.Name, context.Method);
                if (rule.Mutates) await audit.NoteRefusalAsync(known.Identity, context, request, StatusCode.PermissionDenied);
                string needed = string.Join(" or ", rule.Roles.Select(role => role.ToString().ToLowerInvariant()));
                return Failure(
                    StatusCode.PermissionDenied, $"{known.Identity.Name} may not call {context.Method}: it needs the role {needed}.");
            default:
                return Failure(
                    StatusCode.Unauthenticated,
                    "No credential was presented: use the client certificate that operator.json names, or a bearer token.");
        }
    }

    private async Task<T> RunAsync<T>(ServerCallContext context, Func<Task<T>> handler)
    {
        try
        {
            return await handler();
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            log.StorageFailed(context.Method, e);
            throw Failure(StatusCode.Unavailable, "The database failed; look whether the change was made before you try again.");
        }
    }

    private static RpcException Failure(StatusCode code, string sentence) => new(new Status(code, sentence));
}
