namespace Ota.Core.Bundles.Manifests;

/// <summary>Whether an approval authority was asked (UN R156, 7.1.2.5 f).</summary>
public enum ApprovalState
{
    /// <summary>The update needs no approval.</summary>
    NotNeeded = 1,

    /// <summary>It was asked for.</summary>
    Requested,

    /// <summary>It was given.</summary>
    Granted,
}
