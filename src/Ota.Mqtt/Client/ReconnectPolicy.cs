namespace Ota.Mqtt.Client;

/// <summary>
/// How a client comes back: after the n-th failure in a row it waits a random time between nothing and
/// <c>InitialDelay * 2^(n-1)</c>, at most <see cref="MaximumDelay"/>. The full range is used because a fleet that lost its server in one
/// instant must not come back in one instant.
/// </summary>
public sealed record ReconnectPolicy
{
    /// <summary>The upper bound of the first pause.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The upper bound of every pause.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection must last for the next failure to count as the first.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failures in a row after which the client gives up; null: never.</summary>
    public int? MaximumAttempts { get; init; }

    /// <summary>Whether the very first connection is tried again too; otherwise its failure goes to the caller at once.</summary>
    public bool RetryFirst { get; init; }

    /// <summary>The source of chance; a seeded one gives the same pauses again. The client is its only user.</summary>
    public Random Random { get; init; } = new();

    internal TimeSpan NextDelay(int failures)
    {
        double bound = InitialDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromMilliseconds(Random.NextDouble() * Math.Min(bound, MaximumDelay.TotalMilliseconds));
    }
}
