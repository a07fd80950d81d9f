namespace Ota.Server.Rollouts;

/// <summary>Times as the tables have them: Unix milliseconds.</summary>
internal static class StoredTime
{
    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? Of(long? milliseconds) => milliseconds is { } known ? Of(known) : null;

    /// <summary>A time as it will be read again: what is computed from it now and what is computed from the ledger later agree.</summary>
    public static DateTimeOffset Round(DateTimeOffset time) => Of(time.ToUnixTimeMilliseconds());
}
