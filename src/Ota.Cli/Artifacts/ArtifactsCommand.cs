using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Artifacts;

/// <summary>`ota artifacts`.</summary>
internal static class ArtifactsCommand
{
    public static Command Create(Verbs verbs) => new Command("artifacts", "The files that vehicles install: upload, list, look up.")
    {
        PutCommand.Create(verbs),
        ListArtifactsCommand.Create(verbs),
        ShowArtifactCommand.Create(verbs),
    }.WithExamples(
        "ota artifacts put gateway-2.1.bin",
        "ota artifacts list --output json");
}
