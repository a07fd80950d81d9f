namespace Ota.Core.Rollouts.Failures;

/// <summary>What kind of thing went wrong, which decides who acts next. The values travel and are stored.</summary>
public enum FailureFamily
{
    /// <summary>Hardware or images before are not what the bundle was made for.</summary>
    Eligibility = 1,

    /// <summary>A link, a server or an expired address.</summary>
    Network = 2,

    /// <summary>No room for the images.</summary>
    Space = 3,

    /// <summary>A signature, counter, expiry or identity that does not hold: stops the wave.</summary>
    Authenticity = 4,

    /// <summary>A condition of the vehicle. It waits; that is no failure.</summary>
    Condition = 5,

    /// <summary>The driver.</summary>
    User = 6,

    /// <summary>Writing an ECU.</summary>
    Flash = 7,

    /// <summary>An ECU that does not come back, or comes back as something else.</summary>
    Boot = 8,

    /// <summary>Health after installing: trouble codes, watchdogs, self-tests.</summary>
    Health = 9,

    /// <summary>Going back failed: first priority, and a person.</summary>
    Rollback = 10,

    /// <summary>Evidence that is missing, stale or shows something else.</summary>
    Evidence = 11,

    /// <summary>Operators did it: revoked, superseded, paused, closed.</summary>
    Operations = 12,
}
