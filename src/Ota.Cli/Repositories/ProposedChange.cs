using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>Proposes a change and says how it goes on.</summary>
internal static class ProposedChange
{
    private const int MostOpen = 10_000;

    /// <exception cref="CliException">The server refuses it.</exception>
    public static async Task<Change> ProposeAsync(Session session, string sentence, Func<CallOptions, AsyncUnaryCall<Change>> start)
    {
        Change made = await session.CallAsync(sentence, start);
        session.Write(made, output => ChangeTable.Write(output, [made]));
        if (made.State is ChangeState.Open) session.Say($"It needs {Signatures(made.Threshold)}: {Command(made)}");
        return made;
    }

    /// <summary>Names the changes that go live only together with this one, since somebody else has to sign them.</summary>
    /// <exception cref="CliException">The call failed.</exception>
    public static async Task SayCompanionsAsync(Session session, Change made)
    {
        (List<Change> open, _) = await ChangeList.ReadAsync(session, isOpenOnly: true, MostOpen);
        foreach (Change companion in open.Where(one => one.GoesLiveWith == made.Name))
            session.Say($"It goes live together with a file of {companion.Role}, which needs {Signatures(companion.Threshold)} by the keys of {companion.Role}: {Command(companion)}");
    }

    private static string Signatures(int threshold) => threshold == 1 ? "1 signature" : $"{threshold} signatures";

    private static string Command(Change change) => $"ota repo sign {ChangeArgument.Short(change.Name)} --key FILE";
}
