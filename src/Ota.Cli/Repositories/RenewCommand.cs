using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo renew`.</summary>
internal static class RenewCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> role = new("ROLE") { Description = "targets, or a supplier's role. What the server signs it renews by itself." };
        Command command = new("renew", "Proposes the same images with a later expiry. The keys of the role must sign it.") { role };
        verbs.SetAction(command, (given, session) =>
        {
            ProposeRenewalRequest request = new() { Role = given.GetRequiredValue(role) };
            return ProposedChange.ProposeAsync(session, "Proposing the renewal", options => session.Repository.ProposeRenewalAsync(request, options));
        });
        return command.WithExamples("ota repo renew targets", "ota repo renew brakes-inc");
    }
}
