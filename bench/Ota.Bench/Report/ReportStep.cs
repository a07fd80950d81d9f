namespace Ota.Bench.Report;

/// <summary>A verb as the report runs it.</summary>
/// <param name="Verb">Which.</param>
/// <param name="Quick">Its arguments for a look: all of them together take some 15 minutes on two quiet cores.</param>
/// <param name="Full">Its arguments for the figures.</param>
/// <param name="Minutes">After so long it is given up; for the figures after ten times that.</param>
internal sealed record ReportStep(string Verb, string Quick, string Full, int Minutes)
{
    public static IReadOnlyList<ReportStep> All { get; } =
    [
        new("rpc", "--seconds 1 --rounds 1", "--seconds 2 --rounds 3", 3),
        new("mqtt", "--rows streams --match|50 connections, 100 B|--seconds 1 --runs 1", "--rows streams --match|50 connections, 100 B|--seconds 3 --runs 3", 4),
        new("mqtt", "--rows fleet --match|QoS 1, 1,000 connections, 100 B|--seconds 1 --runs 1", "--rows fleet --match|QoS 1, 1,000 connections, 100 B|--seconds 3 --runs 3", 3),
        new("mqtt", "--rows connects --seconds 1 --runs 1", "--rows connects --seconds 3 --runs 3", 3),
        new("mqtt", "--rows idle --match 10,000 --runs 1", "--rows idle --match 10,000 --runs 3", 5),
        new("artifacts", "--mb 200 --rounds 1", "--mb 1000 --rounds 3", 3),
        new("staging", "--mb 200 --rounds 1", "--mb 1000 --rounds 3", 3),
        new("telemetry", "--against mosquitto,embedded --cores 2 --runs 1 --seconds 3", "--cores 2 --runs 2 --seconds 5", 5),
        new("telemetry-store", "--seconds 5", "--seconds 20", 3),
        new("director", "--vehicles 3000 --seconds 1 --rounds 1", "--vehicles 10000 --seconds 2 --rounds 5", 3),
        new("vehicles", "--vehicles 50000 --calls 300", "--vehicles 1000000 --calls 2000", 4),
        new("rollouts", "--vehicles 10000 --full-to 10000 --proofs 6000 --rounds 3 --calls 300 --minutes 4", "--vehicles 10000,100000,1000000 --full-to 100000 --minutes 30", 10),
    ];

    /// <summary>Its command line; a bar stands around what has spaces in it.</summary>
    public IEnumerable<string> Arguments(bool isFull)
    {
        string[] parts = (isFull ? Full : Quick).Split('|');
        return parts.SelectMany((part, index) => index % 2 == 0 ? part.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [part]).Prepend(Verb);
    }
}
