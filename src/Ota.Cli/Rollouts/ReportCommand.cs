using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Telemetry;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts report`.</summary>
internal static class ReportCommand
{
    private static readonly IReadOnlyDictionary<string, string> Forms = new[] { "text", "json", "csv" }.ToDictionary(form => form);

    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<string?> form = WordOption.Create<string?>("--form", Forms!, "How it is written; text unless given, json with --output json.");
        Option<string?> asOf = new("--as-of") { HelpName = "TIME", Description = $"How things were then: {TimeArgument.Rule}; now unless given." };
        Option<string?> file = new("--out") { HelpName = "FILE", Description = "Writes it to a file, whole or not at all; one that is there is replaced." };
        Command command = new(
            "report",
            "Writes the completion report: what was approved by whom, counts that sum to the population, and a row for each vehicle. The same time gives the "
            + "same bytes, always.")
        {
            rollout, form, asOf, file,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            GetReportRequest request = new()
            {
                Form = given.GetValue(form) ?? (session.Format is OutputFormat.Json ? "json" : "text"),
                AsOfTime = given.GetValue(asOf) is { } text ? TimeOf(text, session.Now) : null,
            };
            request.Name = (await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout))).Name;
            using AsyncServerStreamingCall<ReportPiece> call = session.Start(options => session.Rollouts.GetReport(request, options));
            if (given.GetValue(file) is { } path)
                await session.GuardAsync(() => ReportFile.WriteAsync(path, call.ResponseStream, session.Stop));
            else
                await session.GuardAsync(() => ReportFile.PrintAsync(session.Around.Out, call.ResponseStream, session.Stop));
        });
        return command.WithExamples(
            "ota rollouts report 3f9a12bc44d0 | less",
            "ota rollouts report 3f9a12bc44d0 --form csv --out brake-fix.csv",
            "# The same bytes as any time before:",
            "ota rollouts report 3f9a12bc44d0 --form json --as-of 2026-11-22T06:30Z | sha256sum");
    }

    private static Timestamp TimeOf(string text, DateTimeOffset now) => TimeArgument.TryRead(text, now) is { } moment
        ? moment.ToTimestamp()
        : throw CliException.BadUsage($"--as-of takes {TimeArgument.Rule}, not '{text}'.");
}
