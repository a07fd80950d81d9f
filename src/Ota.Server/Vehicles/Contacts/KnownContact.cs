using Ota.Core.Vehicles.Contacts;

namespace Ota.Server.Vehicles.Contacts;

/// <summary>What is known of a vehicle's contact.</summary>
/// <param name="Row">What its messages left.</param>
/// <param name="Run">The server that took the latest of them, if it is remembered.</param>
internal sealed record KnownContact(ContactRow Row, RunRow? Run)
{
    /// <summary>A vehicle is online by its birth as long as the server that took it runs: without that nobody would hear of its death.</summary>
    public bool IsOnline(DateTimeOffset now) => Row.ToContact().IsOpen && IsAlive(now);

    /// <summary>When it was last known to be connected.</summary>
    public DateTimeOffset? LastContact(DateTimeOffset now)
    {
        Contact contact = Row.ToContact();
        if (!contact.IsOpen) return contact.LastTime;
        if (IsAlive(now)) return now;
        // It was connected as long as its server was, as far as anybody can say.
        return Run is null ? contact.LastTime : Later(contact.LastTime, DateTimeOffset.FromUnixTimeMilliseconds(Run.Ended ?? Run.Seen));
    }

    private bool IsAlive(DateTimeOffset now) =>
        Run is { Ended: null } && DateTimeOffset.FromUnixTimeMilliseconds(Run.Seen) + ServerRun.Lifetime > now;

    private static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset other) => known > other ? known.Value : other;
}
