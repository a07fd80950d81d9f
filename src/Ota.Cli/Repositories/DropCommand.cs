using System.CommandLine;
using Ota.Cli.Operators;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo drop`.</summary>
internal static class DropCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> change = ChangeArgument.Create();
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new("drop", "Gives a change up that is not published; its signatures are worth nothing then.") { change, yes };
        verbs.SetAction(command, async (given, session) =>
        {
            string which = await ChangeArgument.FindAsync(session, given.GetRequiredValue(change));
            await Confirmation.AskAsync($"Drop {which}?", given.GetValue(yes), session.Around, session.Stop);
            DropChangeRequest request = new() { Name = which };
            Change dropped = await session.CallAsync("Dropping the change", options => session.Repository.DropChangeAsync(request, options));
            session.Write(dropped, output => ChangeTable.Write(output, [dropped]));
        });
        return command.WithExamples("ota repo drop 815c2ddcb785b2c4f5c72e65dfbc9959", "ota repo drop 815c2ddcb785b2c4f5c72e65dfbc9959 --yes");
    }
}
