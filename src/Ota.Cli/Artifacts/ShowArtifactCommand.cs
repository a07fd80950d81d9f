using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Artifacts;

/// <summary>`ota artifacts show`.</summary>
internal static class ShowArtifactCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> sha256 = new("SHA256") { Description = "Its name, 64 lower-case hexadecimal digits." };
        Command command = new("show", "Shows one artifact.") { sha256 };
        verbs.SetAction(command, async (given, session) =>
        {
            GetArtifactRequest request = new() { Sha256 = given.GetRequiredValue(sha256) };
            Artifact artifact = await session.CallAsync("Looking the artifact up", options => session.Artifacts.GetArtifactAsync(request, options));
            session.Write(artifact, output => ArtifactTable.WriteFacts(output, artifact));
        });
        return command.WithExamples("ota artifacts show 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    }
}
