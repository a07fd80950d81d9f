using static Ota.Bench.Report.ReportGoal;

namespace Ota.Bench.Report;

/// <summary>The goals of all rows; of those that fit one, the first holds.</summary>
internal static class ReportGoals
{
    private const double Several = 2; // "Several times" a peer, at the least.

    private static readonly ReportGoal[] All =
    [
        AtLeast("gRPC, unary, h2load", "bare", 0.8, "the server's core: call object, reader and writer beside bare Kestrel"),
        AtLeast("gRPC, unary, our client, 1", "bare", 0.8, "two wake-ups of a round trip"),
        AtLeast("gRPC, unary, our client, 64", "bare", 0.8, "our client's core"),
        AtLeast("gRPC, both ways", "bare", 0.8, "our client's core"),
        AtLeast("gRPC, unary, h2load", "grpc-js", Several, ""),
        AtLeast("gRPC", "grpc-js", Several, "our client's core, for both; compare the CPU"),
        new("MQTT, streams", "mosquitto", "ratio ≥ 2", row => row.Ratio >= Several, "our own code for each message; with a subscriber each delivery and its acknowledgement"),
        NoMore("MQTT, fleet, QoS 1, 1,000 connections, 500 B, 20,000/s", "mosquitto", 1, "the same, at a rate that both bear; CPU in whole per cents"),
        AtLeast("MQTT, fleet, QoS 1, 1,000 connections, 500 B, mTLS", "mosquitto", 1, "SslStream around the same OpenSSL"),
        AtLeast("MQTT, fleet", "mosquitto", 1, "the kernel: one receive and one send of TCP for each message"),
        None("MQTT, connects, mTLS", "SslStream and the runtime's X.509 around the same OpenSSL"),
        None("MQTT, connects", "objects of a connection, and two changes of thread"),
        None("MQTT, idle", "objects of Kestrel and ours; with TLS also OpenSSL's and SslStream's buffers"),
        None("MQTT, latency", "waking the server, and its garbage collector at the tail"),
        None("MQTT", ""),
        AtLeast("artifacts, plain", "nginx", 0.8, "the kernel's copies; pieces of 64 KiB in the pipe"),
        AtLeast("artifacts, TLS", "nginx", 0.9, "AES in OpenSSL"),
        None("artifacts, put", "two SHA-256 and two SHA-512, TLS on both sides, the disk"),
        None("staging", "the same as put, once for the draft"),
        AtLeast("telemetry, embedded, messages", "mosquitto", 0.5, "the server's core: decoding, commit and sealing; the peer stores nothing"),
        AtMost("telemetry, embedded, PUBACK p99 at 80 %", 50, "ms", "pauses of the garbage collector"),
        new("telemetry, embedded, values", "", "≥ 3 M/s", row => row.Ours >= 3e6, "decoding and the commit"),
        None("telemetry, broker", "the kernel, as in fleet"),
        None("telemetry, postgres", "as embedded; the database shares the generator's core"),
        None("telemetry, influx", "as embedded; InfluxDB shares the generator's core"),
        None("telemetry, victoria", "as embedded; VictoriaMetrics shares the generator's core"),
        None("telemetry", "the server's core"),
        None("history", "packing and sealing"),
        None("director, first", "reading, committing and HTTP around three signatures"),
        None("director", "P-256 signatures"),
        AtMost("vehicles, sqlite, import of 1,000,000", 60, "s", "rows and indexes of five tables"),
        AtMost("vehicles, postgres, import of 1,000,000", 60, "s", "rows and indexes of five tables"),
        AtMost("vehicles, sqlite, GetVehicle by VIN, p99", 5, "ms", "the commit of who looked"),
        AtMost("vehicles, postgres, GetVehicle by VIN, p99", 5, "ms", "the commit of who looked; the database shares the client's core"),
        None("vehicles", "filters without an index go over the register"),
        Lean("micro, DecodePublish", 100),
        Lean("micro, EncodePublish", null),
        Lean("micro, EncodePuback", 10),
        Lean("micro, MatchKnownTopic", 50),
        AtMost("micro, MatchNewTopic", 500, "ns", "the answer is kept for the next time, and that is what it allocates"),
        Lean("micro, Publish, Subscriber=none", 500),
        Lean("micro, Publish", 1000),
        None("micro", "our own code"),
        .. Rollouts("sqlite"),
        .. Rollouts("postgres"),
    ];

    public static ReportGoal? Find(MeasuredRow row) => All.FirstOrDefault(goal => goal.IsOf(row));

    private static ReportGoal Lean(string begins, double? nanoseconds) => new(
        begins, "", nanoseconds is { } most ? FormattableString.Invariant($"≤ {most} ns, 0 B") : "0 B",
        row => (nanoseconds is null || row.Ours <= nanoseconds) && row.Also == "0 B", "our own code");

    private static IEnumerable<ReportGoal> Rollouts(string database) =>
    [
        AtMost($"rollouts, {database}, 1,000,000 vehicles, creation", 20, "s", "reading and judging each vehicle, and writing its row"),
        AtLeast($"rollouts, {database}, proofs alone, confirmed installs", "signatures alone", 0.8, "two commits for a proof: the inventory's, then the install's"),
        None($"rollouts, {database}, 10,000 vehicles, full", "five durable messages of each vehicle, and its offer"),
        None($"rollouts, {database}, 1,000,000 vehicles, explain", "the commit of who looked; five tables read"),
        None($"rollouts, {database}", ""),
    ];
}
