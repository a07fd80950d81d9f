using Ota.Cli.Output;
using Ota.V1;

namespace Ota.Cli.Artifacts;

internal static class ArtifactTable
{
    public static void Write(TableOutput output, IEnumerable<Artifact> artifacts) => output.WriteTable(
        ["SHA256", "SIZE", "CREATED", "CREATOR"],
        folded: 0,
        artifacts.Select(artifact => new[] { artifact.Sha256, ByteCount.Of(artifact.Length), Moments.Utc(artifact.CreateTime), artifact.Creator }));

    public static void WriteFacts(TableOutput output, Artifact artifact) => output.WriteFacts(
        "Artifact",
        [
            ("sha256", artifact.Sha256),
            ("sha512", artifact.Sha512),
            ("length", $"{artifact.Length} ({ByteCount.Of(artifact.Length)})"),
            ("created", Moments.Utc(artifact.CreateTime)),
            ("creator", artifact.Creator),
            ("path", $"/artifacts/sha256/{artifact.Sha256}"),
        ]);
}
