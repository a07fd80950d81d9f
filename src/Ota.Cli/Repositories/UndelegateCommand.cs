using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo undelegate`.</summary>
internal static class UndelegateCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> name = new("NAME") { Description = "The supplier's role." };
        Command command = new("undelegate", "Proposes to end a delegation: what the supplier signed is then trusted by nobody. The keys of targets must sign it.") { name };
        verbs.SetAction(command, (given, session) =>
        {
            ProposeDelegationEndRequest request = new() { Name = given.GetRequiredValue(name) };
            return ProposedChange.ProposeAsync(session, "Proposing the end", options => session.Repository.ProposeDelegationEndAsync(request, options));
        });
        return command.WithExamples("ota repo undelegate brakes-inc");
    }
}
