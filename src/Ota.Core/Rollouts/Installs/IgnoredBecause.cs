namespace Ota.Core.Rollouts.Installs;

/// <summary>Why an event changed nothing; a label of metrics.</summary>
public enum IgnoredBecause
{
    /// <summary>The same came before.</summary>
    Repeated = 1,

    /// <summary>A later one came before.</summary>
    Late = 2,

    /// <summary>It is about an offer that does not stand any more.</summary>
    OtherOffer = 3,

    /// <summary>The install has ended.</summary>
    Ended = 4,

    /// <summary>It means nothing in this state.</summary>
    Meaningless = 5,
}
