using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo`.</summary>
internal static class RepoCommand
{
    public static Command Create(Verbs verbs) => new Command(
        "repo", "The two signed repositories: what is published, and changes to the Image repository that wait for signatures.")
    {
        RepoStatusCommand.Create(verbs),
        OnlineKeysCommand.Create(verbs),
        ChangesCommand.Create(verbs),
        ShowChangeCommand.Create(verbs),
        SignChangeCommand.Create(verbs),
        DelegateCommand.Create(verbs),
        UndelegateCommand.Create(verbs),
        RenewCommand.Create(verbs),
        DropCommand.Create(verbs),
        FsckCommand.Create(verbs),
    }.WithExamples(
        "ota repo status",
        "ota repo changes --open",
        "ota repo sign 815c2ddcb785b2c4f5c72e65dfbc9959 --key targets-kim.key");
}
