namespace Ota.Server.Rollouts.Control;

/// <summary>What is to be done for installs whatever their rollouts do: in batches, and no kind of it keeps the others waiting for long.</summary>
internal sealed class InstallUpkeep(
    InboxDrain inbox, DueInstalls due, Endings endings, RolloutBooks books, RolloutsOptions options)
{
    private static readonly TimeSpan PaceKept = TimeSpan.FromDays(2);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _tidied = DateTimeOffset.MinValue;

    /// <summary>Does what there is, up to the limits of one tick.</summary>
    /// <param name="now">When.</param>
    /// <param name="isOurs">Whether this server may go on; asked before each transaction.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whether there is more.</returns>
    public async Task<bool> ApplyAsync(DateTimeOffset now, Func<Task<bool>> isOurs, CancellationToken stop)
    {
        bool hasMore = await RepeatAsync(() => inbox.ApplyAsync(now, stop), isOurs);
        hasMore |= await RepeatAsync(() => due.ApplyAsync(now, stop), isOurs);
        hasMore |= await RepeatAsync(() => endings.ApplyAsync(now, stop), isOurs);
        if (now - _tidied >= TidyEvery && await isOurs())
        {
            await books.TidyPaceAsync(now - PaceKept, stop);
            _tidied = now;
        }

        return hasMore;
    }

    private async Task<bool> RepeatAsync(Func<Task<bool>> work, Func<Task<bool>> isOurs)
    {
        for (int i = 0; i < options.BatchesPerTick; i++)
        {
            if (!await isOurs() || !await work()) return false;
        }

        return true;
    }
}
