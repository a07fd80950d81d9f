using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.Core.Bundles.Json;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo fsck`.</summary>
internal static class FsckCommand
{
    public static Command Create(Verbs verbs)
    {
        Option<bool> artifacts = new("--read-artifacts") { Description = "Reads and hashes every artifact again; without it only that each is there with its length." };
        Command command = new("fsck", "Lets the server read all that is published again, and lists what is wrong. Exit code 1 if anything is.") { artifacts };
        command.SetAction(async (given, stop) =>
        {
            using Session session = verbs.Open(given, stop);
            CheckRepositoryRequest request = new() { ReadArtifacts = given.GetValue(artifacts) };
            List<string> problems = [];
            CheckRepositoryResponse last = await CheckProgress.ShowAsync(session, progress => CheckAsync(session, request, problems, progress));
            Write(session, last, problems);
            return problems.Count == 0 ? ExitCode.Done : ExitCode.Refused;
        });
        return command.WithExamples("ota repo fsck", "ota repo fsck --read-artifacts --output json | jq .problems");
    }

    private static async Task<CheckRepositoryResponse> CheckAsync(
        Session session, CheckRepositoryRequest request, List<string> problems, CheckProgress progress)
    {
        CheckRepositoryResponse? last = null;
        await session.GuardAsync(async () =>
        {
            using AsyncServerStreamingCall<CheckRepositoryResponse> call = session.Start(options => session.Repository.CheckRepository(request, options));
            await foreach (CheckRepositoryResponse one in call.ResponseStream.ReadAllAsync(session.Stop))
            {
                last = one;
                progress.Advance(one.Bytes, one.TotalBytes);
                if (one.Problem.Length > 0) problems.Add(one.Problem);
            }
        });
        return last is { IsDone: true } ? last : throw CliException.Refused("The check ended before its end; look into the server's log and run it again.");
    }

    private static void Write(Session session, CheckRepositoryResponse last, List<string> problems)
    {
        if (session.Format is OutputFormat.Json)
        {
            JsonOutput.Write(session.Around.Out, JsonObject.Of(
                ("files", new JsonInteger(last.Files)),
                ("bytes", new JsonInteger(last.Bytes)),
                ("problems", new JsonArray([.. problems.Select(problem => new JsonText(Printable.Line(problem)))]))));
            return;
        }

        foreach (string problem in problems) session.Around.Out.WriteLine(Printable.Line(problem));
        session.Say(string.Create(
            CultureInfo.InvariantCulture, $"{last.Files} files checked, {ByteCount.Of(last.Bytes)} read, {problems.Count} problem{(problems.Count == 1 ? "" : "s")}."));
    }
}
