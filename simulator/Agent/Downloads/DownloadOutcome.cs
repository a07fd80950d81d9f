namespace Ota.Simulator.Agent.Downloads;

/// <summary>What came of trying to fetch an image.</summary>
internal enum DownloadOutcome
{
    /// <summary>It is there, and it is what was signed.</summary>
    Done = 1,

    /// <summary>The link was lost, or the server cannot give it now: go on later with the rest.</summary>
    Cut,

    /// <summary>There is no room.</summary>
    NoSpace,

    /// <summary>It is not what was signed.</summary>
    NotAsSigned,
}
