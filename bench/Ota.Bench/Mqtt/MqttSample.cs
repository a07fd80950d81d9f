using System.Text.Json;

namespace Ota.Bench.Mqtt;

/// <summary>One run against one broker.</summary>
internal sealed record MqttSample(IReadOnlyDictionary<Figure, double> Figures, IReadOnlyList<string> Remarks, JsonElement Report)
{
    /// <summary>From the generator's report of a run that publishes.</summary>
    public static MqttSample OfPublishing(JsonElement report)
    {
        JsonElement acks = report.GetProperty("ack_us");
        bool isDelivered = report.GetProperty("subs").GetInt32() > 0;
        return new MqttSample(
            new Dictionary<Figure, double>
            {
                [Figure.Rate] = Number(report, isDelivered ? "recv_per_s" : "pub_per_s"),
                [Figure.CpuMicros] = Number(report, "broker_us_per_pub"),
                [Figure.CpuPercent] = Number(report, "broker_cpu_pct"),
                [Figure.AckMedian] = Number(acks, "p50"),
                [Figure.Ack99] = Number(acks, "p99"),
                [Figure.Ack999] = Number(acks, "p999"),
            },
            [.. Doubts(report), .. Losses(report)],
            report);
    }

    /// <summary>From its report of a run that connects and disconnects.</summary>
    public static MqttSample OfConnecting(JsonElement report)
    {
        double done = Number(report, "ok");
        List<string> remarks = [.. Doubts(report)];
        if (Number(report, "failed") > 0)
            remarks.Add($"{Number(report, "failed"):F0} connects failed ({report.GetProperty("why").GetString()})");
        return new MqttSample(
            new Dictionary<Figure, double>
            {
                [Figure.Rate] = Number(report, "conn_per_s"),
                [Figure.CpuMicros] = Number(report, "broker_us_per_conn"),
                [Figure.ResumedPercent] = done > 0 ? 100 * Number(report, "resumed") / done : 0,
            },
            remarks,
            report);
    }

    public static double Number(JsonElement report, string name) => report.GetProperty(name).GetDouble();

    private static IEnumerable<string> Losses(JsonElement report)
    {
        if (Number(report, "lost") != 0)
            yield return $"{Number(report, "lost"):F0} messages lost";
        if (Number(report, "dup") + Number(report, "unknown") != 0)
            yield return "messages twice or from elsewhere";
        if (Number(report, "ack_err") != 0)
            yield return "publishes refused";
        if (Number(report, "lost_conns") != 0)
            yield return $"{Number(report, "lost_conns"):F0} connections lost ({report.GetProperty("why").GetString()})";
    }

    /// <summary>Why the figures of a run may say more about the machine than about the broker.</summary>
    private static IEnumerable<string> Doubts(JsonElement report)
    {
        if (Number(report, "client_cpu_pct") > 95)
            yield return "generator's core full";
        if (Number(report, "other_cpu_pct") > 20)
            yield return "other processes ran";
        if (Number(report, "steal_pct") > 3)
            yield return "host took CPU";
    }
}
