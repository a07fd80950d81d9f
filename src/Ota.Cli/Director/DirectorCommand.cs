using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Director;

/// <summary>`ota director`.</summary>
internal static class DirectorCommand
{
    public static Command Create(Verbs verbs) => new Command("director", "What each vehicle is told to install.")
    {
        AssignCommand.Create(verbs),
        ClearCommand.Create(verbs),
        ShowAssignmentCommand.Create(verbs),
    }.WithExamples(
        "ota director assign WVWZZZ1KZ6W000001 9f86d081 --purpose 'case 4711'",
        "ota director show 5f2b1c0e8d7a4936b1e0c2d3f4a5b6c7");
}
