using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Artifacts;

/// <summary>`ota artifacts put`.</summary>
internal static class PutCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string[]> files = new("FILE") { Description = "Files to upload.", Arity = ArgumentArity.OneOrMore };
        Command command = new(
            "put",
            "Uploads files as artifacts, named by their SHA-256. What the server has already is not sent again; after a cut it goes on where "
            + "it stood, by itself or when it is run again.")
        {
            files,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            List<Artifact> stored = [];
            foreach (string path in given.GetRequiredValue(files))
            {
                (Artifact artifact, bool wasThere) = await PutAsync(session, path);
                stored.Add(artifact);
                session.Say($"{path}: {(wasThere ? "was there already" : "uploaded")}, {ByteCount.Of(artifact.Length)}.");
            }

            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteList(session.Around.Out, "artifacts", [.. stored.Cast<IMessage>()]);
            else
                ArtifactTable.Write(new TableOutput(session.Around), stored);
        });
        return command.WithExamples("ota artifacts put gateway-2.1.bin", "ota artifacts put build/*.bin --output json");
    }

    private static async Task<(Artifact Artifact, bool WasThere)> PutAsync(Session session, string path)
    {
        await using FileStream file = ArtifactFile.Open(path);
        return await ProgressBar.ShowAsync(session, path, file.Length, async bar =>
        {
            StartUploadRequest terms = await ArtifactFile.DescribeAsync(file, bar, session.Stop);
            return await new ArtifactUpload(session, file, terms, bar).RunAsync();
        });
    }
}
