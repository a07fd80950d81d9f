namespace Ota.Core.Rollouts.Installs;

/// <summary>Who has to do something about a vehicle that does not go on by itself. The values are stored.</summary>
public enum WorkList
{
    /// <summary>Nobody: it goes on, or it has ended.</summary>
    None = 0,

    /// <summary>Write to its keeper.</summary>
    Letter = 1,

    /// <summary>Bring it to a workshop.</summary>
    Workshop = 2,

    /// <summary>Look what it is: an engineer, before anything is tried again.</summary>
    Inspection = 3,

    /// <summary>Ask or offer again from here.</summary>
    Remote = 4,
}
