using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// The server metrics of gRFC A66, in the meter <c>Grpc.AspNetCore.Server</c>: <c>grpc.server.call.started</c> (calls) and
/// <c>grpc.server.call.duration</c> (seconds), by method and status.
/// </summary>
internal sealed class GrpcServerMetrics
{
    public const string MeterName = "Grpc.AspNetCore.Server";

    private static readonly string[] StatusNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    private readonly Counter<long> _started;
    private readonly Histogram<double> _duration;

    public GrpcServerMetrics(IMeterFactory factory)
    {
        Meter meter = factory.Create(MeterName);
        _started = meter.CreateCounter<long>("grpc.server.call.started", "{call}", "Calls that began.");
        _duration = meter.CreateHistogram<double>("grpc.server.call.duration", "s", "Time from the headers of a call to its status.");
    }

    /// <summary>A call begins; returns the timestamp to give to <see cref="End"/>, 0 when nobody measures.</summary>
    public long Start(IMethod method, TimeProvider time)
    {
        if (_started.Enabled)
            _started.Add(1, new KeyValuePair<string, object?>("grpc.method", method.FullName));
        return _duration.Enabled ? time.GetTimestamp() : 0;
    }

    public void End(IMethod method, StatusCode status, long started, TimeProvider time)
    {
        if (started == 0)
            return;
        string name = (int)status >= 0 && (int)status < StatusNames.Length ? StatusNames[(int)status] : "UNKNOWN";
        _duration.Record(
            time.GetElapsedTime(started).TotalSeconds,
            new KeyValuePair<string, object?>("grpc.method", method.FullName),
            new KeyValuePair<string, object?>("grpc.status", name));
    }
}
