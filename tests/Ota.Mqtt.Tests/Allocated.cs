namespace Ota.Mqtt.Tests;

/// <summary>
/// What code allocates on the thread that runs it. The runtime itself allocates there now and then (it compiles a method again, it grows
/// a table), so a total over many rounds says nothing; what every round allocates shows in the quotient.
/// </summary>
internal static class Allocated
{
    /// <summary>Bytes of each round, rounded down; the first round, which fills tables and pools, does not count.</summary>
    public static long PerRound(Action round, int rounds = 10_000)
    {
        round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            round();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }
}
