namespace Ota.EndToEnd.Telemetry;

/// <summary>Kills processes at moments of a replay's progress; moments and victims come from a seed.</summary>
internal sealed class Killing(int seed, params Victim[] victims)
{
    private readonly Random _random = new(seed);

    /// <summary>What was killed at which line of the ledger, for messages.</summary>
    public List<(string Name, long AtLine)> Done { get; } = [];

    /// <summary>Kills so often, spread over the replay until its last tenth; every victim at least once.</summary>
    /// <param name="progress">The replay.</param>
    /// <param name="kills">How often, at least once for each victim.</param>
    /// <param name="messages">The least that the replay sends.</param>
    public async Task RunAsync(LedgerProgress progress, int kills, long messages)
    {
        long[] moments = [.. Enumerable.Range(0, kills).Select(_ => _random.NextInt64(1, messages * 9 / 10)).Order()];
        Victim[] order = [.. victims, .. Enumerable.Range(0, kills - victims.Length).Select(_ => victims[_random.Next(victims.Length)])];
        _random.Shuffle(order);
        foreach ((long moment, Victim victim) in moments.Zip(order))
        {
            await progress.ReachAsync(moment);
            await victim.KillAsync();
            Done.Add((victim.Name, progress.Count()));
            await victim.StartAsync();
        }
    }
}
