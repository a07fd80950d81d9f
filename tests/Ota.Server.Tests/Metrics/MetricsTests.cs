using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Metrics;

namespace Ota.Server.Tests.Metrics;

public sealed class MetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Meter _meter;

    public MetricsTests() => _meter = Factory.Create("Ota.Test");

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_counter_adds_up_per_set_of_labels_whatever_their_order()
    {
        using MetricsCollector collector = Collector();
        Counter<long> counter = _meter.CreateCounter<long>("ota.things", "{thing}", "Things that\nhappened.");
        counter.Add(1, new("b", "2"), new("a", "1"));
        counter.Add(2, new("a", "1"), new("b", "2"));
        counter.Add(5);
        Lines(collector, "ota_things").Should().Equal(
            "# HELP ota_things_total Things that\\nhappened.",
            "# TYPE ota_things_total counter",
            "ota_things_total 5",
            "ota_things_total{a=\"1\",b=\"2\"} 3");
    }

    [Fact]
    public void Label_values_are_escaped()
    {
        using MetricsCollector collector = Collector();
        _meter.CreateCounter<int>("c").Add(1, new KeyValuePair<string, object?>("odd-name", "a\"b\\c\nd"));
        Lines(collector, "c_total").Should().Contain("c_total{odd_name=\"a\\\"b\\\\c\\nd\"} 1");
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_with_inclusive_bounds_a_sum_and_a_count()
    {
        using MetricsCollector collector = Collector();
        Histogram<double> histogram = _meter.CreateHistogram<double>(
            "wait", "s", null, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (double value in new[] { 0.25, 0.5, 0.75, 3 }) histogram.Record(value);
        Lines(collector, "wait").Should().Equal(
            "# TYPE wait_seconds histogram",
            "wait_seconds_bucket{le=\"0.5\"} 2",
            "wait_seconds_bucket{le=\"1\"} 3",
            "wait_seconds_bucket{le=\"+Inf\"} 4",
            "wait_seconds_sum 4.5",
            "wait_seconds_count 4");
    }

    [Fact]
    public void Gauges_show_the_last_value_and_up_down_counters_their_sum()
    {
        using MetricsCollector collector = Collector();
        Gauge<int> gauge = _meter.CreateGauge<int>("level");
        gauge.Record(3);
        gauge.Record(2);
        UpDownCounter<int> open = _meter.CreateUpDownCounter<int>("open");
        open.Add(3);
        open.Add(-1);
        _meter.CreateObservableCounter("seen", () => 7L);
        Lines(collector, "level").Should().Equal("# TYPE level gauge", "level 2");
        Lines(collector, "open").Should().Equal("# TYPE open gauge", "open 2");
        collector.Collect();
        Lines(collector, "seen").Should().Equal(["# TYPE seen_total counter", "seen_total 7"], "totals are not added up again");
    }

    [Fact]
    public void Series_beyond_the_limit_are_counted_and_not_kept()
    {
        using MetricsCollector collector = Collector(limit: 10);
        Counter<int> counter = _meter.CreateCounter<int>("flood");
        for (int i = 0; i < 100; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));
        counter.Add(1, new KeyValuePair<string, object?>("id", 0));
        Lines(collector, "flood").Should().HaveCount(11).And.Contain("flood_total{id=\"0\"} 2");
        Lines(collector, "ota_metrics").Should().Contain("ota_metrics_measurements_refused_total 90");
    }

    [Fact]
    public void Meters_that_were_not_selected_or_belong_to_another_host_stay_out()
    {
        using MetricsCollector collector = Collector();
        Factory.Create("Somebody.Else").CreateCounter<int>("foreign").Add(1);
        using ServiceProvider otherHost = new ServiceCollection().AddMetrics().BuildServiceProvider();
        otherHost.GetRequiredService<IMeterFactory>().Create("Ota.Test").CreateCounter<int>("neighbour").Add(1);
        Lines(collector, "foreign").Concat(Lines(collector, "neighbour")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_endpoint_shows_our_meters_kestrels_and_the_runtimes()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        using HttpResponseMessage response = await server.Http.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
        string text = await response.Content.ReadAsStringAsync();
        text.Should().Contain("ota_build_info{").And.Contain("version=\"0.1.0\"")
            .And.Contain("kestrel_active_connections{").And.Contain("dotnet_gc_collections_total{");
        text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Should().OnlyHaveUniqueItems();
    }

    private static string[] Lines(MetricsCollector collector, string name) =>
    [
        .. PrometheusText.Write(collector.Collect(), collector.Refused).Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) || line.StartsWith($"# HELP {name}", StringComparison.Ordinal)
                || line.StartsWith($"# TYPE {name}", StringComparison.Ordinal)),
    ];

    // The runtime's meters belong to the process, where other tests run; here they would be noise.
    private MetricsCollector Collector(int limit = 2000)
    {
        MetricsCollector collector = new(Factory, new MetricsOptions { SeriesLimit = limit, Meters = ["Ota.*"] });
        collector.Start();
        return collector;
    }
}
