using System.CommandLine;

namespace Ota.Cli.Connection;

/// <summary>Lists that the server gives in pages.</summary>
internal static class Paging
{
    public const int Unlimited = int.MaxValue;

    private const int PageSize = 1000;
    private const int LargestLimit = 1_000_000;

    /// <summary>Asks for one page.</summary>
    /// <param name="size">At most so many.</param>
    /// <param name="token">Of the page before; empty for the first.</param>
    public delegate Task<(IReadOnlyList<T> Items, string NextToken)> Fetch<T>(int size, string token);

    public static Option<int> LimitOption(int unlessGiven = 1000, int largest = LargestLimit) => new("--limit")
    {
        HelpName = "N",
        Description = $"At most so many; {unlessGiven} unless given.",
        DefaultValueFactory = _ => unlessGiven,
        CustomParser = result => NumberArgument.Parse(result, "--limit", 1, largest),
    };

    /// <summary>Reads a list into memory.</summary>
    /// <exception cref="CliException">A call failed, or the list has no end.</exception>
    public static async Task<(List<T> Found, bool HasMore)> ReadAsync<T>(int limit, Fetch<T> fetch)
    {
        List<T> found = [];
        bool hasMore = await ReadAsync(limit, fetch, found.AddRange);
        return (found, hasMore);
    }

    /// <summary>Reads a list that may be larger than memory.</summary>
    /// <returns>Whether there are more than the limit.</returns>
    /// <exception cref="CliException">A call failed, or the list has no end.</exception>
    public static async Task<bool> ReadAsync<T>(int limit, Fetch<T> fetch, Action<IReadOnlyList<T>> take)
    {
        int taken = 0;
        string token = "";
        do
        {
            (IReadOnlyList<T> items, string next) = await fetch(Math.Min(PageSize, limit - taken), token);
            if (next.Length > 0 && (next == token || items.Count == 0))
                throw CliException.Refused("The server's list goes in circles; look into its log.");
            take(items);
            taken += items.Count;
            token = next;
        }
        while (token.Length > 0 && taken < limit);
        return token.Length > 0;
    }

    /// <summary>Tells the operator that the list was cut.</summary>
    public static void SayMore(Session session, bool hasMore)
    {
        if (hasMore) session.Say("There are more; raise --limit to see them.");
    }
}
