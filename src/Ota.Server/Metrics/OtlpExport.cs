using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Ota.Server.Hosting;

namespace Ota.Server.Metrics;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, from start to stop.</summary>
internal sealed class OtlpExport(MetricsOptions options, ILogger<OtlpExport> log) : IHostedService, IDisposable
{
    private MeterProvider? _meters;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Otlp is not { } collector) return Task.CompletedTask;
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("ota-server", serviceVersion: ServerVersion.Text);
        _meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([.. options.Meters])
            .AddOtlpExporter(otlp => Configure(otlp, collector, "v1/metrics"))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "Npgsql", "Ota.*")
            .AddOtlpExporter(otlp => Configure(otlp, collector, "v1/traces"))
            .Build();
        log.Exporting(collector);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // What the last seconds measured is often what a stop is about; a dead collector must not hold the stop up for long.
        int milliseconds = (int)options.FlushWithin.TotalMilliseconds;
        _meters?.Shutdown(milliseconds);
        _traces?.Shutdown(milliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
    }

    private static void Configure(OtlpExporterOptions otlp, Uri collector, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
