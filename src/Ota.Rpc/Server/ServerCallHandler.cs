using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Serves the calls of one method: checks the request, runs the call, and maps whatever comes out of it to one status.
/// This is the only place where an exception becomes a status.
/// </summary>
internal abstract class ServerCallHandler(IMethod method, MethodOptions options, ServerServices services)
{
    /// <summary>Streams may be silent for as long as both sides like; single messages may not.</summary>
    protected virtual bool RequestsStream => false;

    public async Task HandleAsync(HttpContext http)
    {
        if (!HttpRefusal.Accepts(http, out HttpRefusal? refusal))
        {
            await refusal.WriteAsync(http).ConfigureAwait(false);
            return;
        }
        http.Response.ContentType = GrpcHeaders.ContentType;
        LiftHttpLimits(http);
        long started = services.Metrics.Start(method, services.Time);
        Status status = await RunAsync(http).ConfigureAwait(false);
        services.Metrics.End(method, status.StatusCode, started, services.Time);
    }

    protected abstract Task InvokeAsync(ServerCall call);

    private async ValueTask<Status> RunAsync(HttpContext http)
    {
        ServerCall call;
        try
        {
            call = new ServerCall(http, method, options, services.Time);
        }
        catch (RpcException malformed)
        {
            ServerMetadata.WriteStatus(http.Response.Headers, malformed.Status);
            return malformed.Status;
        }
        try
        {
            Status status;
            Metadata? trailers = null;
            try
            {
                await InvokeAsync(call).ConfigureAwait(false);
                status = call.Status;
            }
            catch (Exception exception)
            {
                (status, trailers) = Map(exception, call);
            }
            call.TryEnd(status, trailers);
            await call.SettleAsync().ConfigureAwait(false);
            return call.DeadlineExceeded ? new Status(StatusCode.DeadlineExceeded, "") : status;
        }
        finally
        {
            call.Dispose();
        }
    }

    private (Status Status, Metadata? Trailers) Map(Exception exception, ServerCall call)
    {
        switch (exception)
        {
            case RpcException rpc:
                GrpcServerLog.Refused(services.Logger, method.FullName, rpc.StatusCode, rpc.Status.Detail);
                return (rpc.Status, rpc.Trailers);
            case OperationCanceledException or IOException when call.DeadlineExceeded:
                return (new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), null);
            case BadHttpRequestException bad:
                GrpcServerLog.Refused(services.Logger, method.FullName, StatusCode.Internal, bad.Message);
                return (new Status(StatusCode.Internal, "The request stream is not valid HTTP/2."), null);
            case OperationCanceledException or IOException when call.IsLost:
                GrpcServerLog.Abandoned(services.Logger, method.FullName);
                return (Status.DefaultCancelled, null);
            default:
                GrpcServerLog.Failed(services.Logger, method.FullName, exception);
                string detail = options.DetailedErrors
                    ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
                    : "Exception was thrown by handler.";
                return (new Status(StatusCode.Unknown, detail, exception), null);
        }
    }

    private void LiftHttpLimits(HttpContext http)
    {
        // Our own limit is per message; HTTP's counts the whole stream.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (RequestsStream && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
