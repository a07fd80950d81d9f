namespace Ota.Bench.Report;

/// <summary>A verb as the report runs it.</summary>
/// <param name="Part">The heading that its rows stand under.</param>
/// <param name="Verb">Which.</param>
/// <param name="Sizes">Its arguments for the figures: all of them together take about an hour on two quiet cores.</param>
/// <param name="Quick">Its arguments for a look, which shows that all of it runs: some minutes.</param>
/// <param name="Minutes">After so long it is given up.</param>
internal sealed record ReportStep(string Part, string Verb, string Sizes, string Quick, int Minutes)
{
    public static IReadOnlyList<ReportStep> All { get; } =
    [
        new("gRPC, 100 B", "rpc", "--seconds 3 --rounds 3", "--seconds 1 --rounds 1", 15),
        new(Mqtt, "mqtt", "--rows streams --match|50 connections, 100 B|--seconds 3 --runs 3", "--rows streams --match|50 connections, 100 B|--seconds 1 --runs 1", 15),
        new(Mqtt, "mqtt", "--rows fleet,latency --seconds 3 --runs 3", "--rows fleet --match|QoS 1, 1,000 connections, 100 B|--seconds 1 --runs 1", 20),
        new(Mqtt, "mqtt", "--rows connects --seconds 3 --runs 3", "--rows connects --seconds 1 --runs 1", 10),
        new(Mqtt, "mqtt", "--rows idle --match 10,000 --runs 1", "--rows idle --match 10,000 --runs 1", 10),
        new("MQTT without sockets", "micro", "--filter *Mqtt* --job short", "--filter *Mqtt* --job dry", 10),
        new("Artifacts", "artifacts", "--mb 1000 --rounds 3", "--mb 200 --rounds 1", 10),
        new("From a file to a staged bundle", "staging", "--mb 1000 --rounds 3", "--mb 200 --rounds 1", 10),
        new(
            "Telemetry, from PUBLISH to PUBACK", "telemetry", "--cores 2 --runs 1 --seconds 15",
            "--against mosquitto,embedded --cores 2 --runs 1 --seconds 3", 25),
        new("The telemetry history alone", "telemetry-store", "--seconds 20", "--seconds 5", 10),
        new("Director metadata", "director", "--vehicles 10000 --seconds 2 --rounds 5", "--vehicles 3000 --seconds 1 --rounds 1", 10),
        new("Vehicles", "vehicles", "--vehicles 1000000 --calls 2000", "--vehicles 50000 --calls 300", 20),
        new(
            "Rollouts", "rollouts", "--vehicles 10000,1000000 --full-to 10000 --proofs 10000 --rounds 6 --minutes 15",
            "--vehicles 10000 --full-to 10000 --proofs 6000 --rounds 3 --calls 300 --minutes 4", 40),
    ];

    private const string Mqtt = "MQTT";

    /// <summary>Its command line; a bar stands around what has spaces in it.</summary>
    public IEnumerable<string> Arguments(bool isQuick)
    {
        string[] parts = (isQuick ? Quick : Sizes).Split('|');
        return parts.SelectMany((part, index) => index % 2 == 0 ? part.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [part]).Prepend(Verb);
    }
}
