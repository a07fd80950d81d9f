using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using State = Ota.V1.SystemCheck.Types.State;

namespace Ota.Cli.Doctor;

/// <summary>`ota doctor`.</summary>
internal static class DoctorCommand
{
    public static Command Create(Verbs verbs)
    {
        Command command = new("doctor", "Looks for what is wrong, here and in the server, and says what to do. Exit code 1 if anything is, 3 if the server cannot be reached.");
        command.SetAction(async (given, stop) =>
        {
            ConnectionSettings settings = verbs.FindServer(given);
            Diagnosis diagnosis = new();
            DateTimeOffset now = verbs.Around.Time.GetUtcNow();
            bool hasCredential = CredentialCheck.Look(settings.Credential, diagnosis, now);
            if (settings.Folder is { } folder) FolderCheck.Look(folder, diagnosis);
            // Without a credential that can be used, what the server tells anybody is still worth knowing.
            using Session session = verbs.Open(hasCredential ? settings : settings with { Credential = new OperatorCredential.None() }, given, stop);
            await new ServerCheck(session, diagnosis).LookAsync(hasCredential);
            Write(diagnosis, session);
            return diagnosis.ExitCode;
        });
        return command.WithExamples(
            "ota doctor",
            "ota --data /var/lib/ota doctor",
            "ota doctor --output json | jq -r '.checks[] | select(.state != \"STATE_OK\") | .sentence'");
    }

    private static void Write(Diagnosis diagnosis, Session session)
    {
        if (session.Format is OutputFormat.Json)
        {
            JsonOutput.WriteList(session.Around.Out, "checks", diagnosis.Checks);
            return;
        }

        new TableOutput(session.Around).WriteTable(
            ["STATE", "CHECK", "FOUND"], folded: 2, diagnosis.Checks.Select(check => (string[])[WordOf(check.State), check.Name, check.Sentence]));
        (int problems, int warnings) = (diagnosis.Count(State.Problem), diagnosis.Count(State.Warning));
        session.Say(problems + warnings == 0 ? "All is well." : $"{Counted(problems, "problem")}, {Counted(warnings, "warning")}.");
    }

    private static string WordOf(State state) => state switch
    {
        State.Ok => "ok",
        State.Warning => "warning",
        State.Problem => "PROBLEM",
        _ => "?", // Of a newer server.
    };

    private static string Counted(int number, string what) => $"{Figures.Of(number)} {what}{(number == 1 ? "" : "s")}";
}
