namespace Ota.Core.Bundles.Metadata;

/// <summary>The four roles that every repository has (TUF 2.1, Uptane 5.1). Delegated roles sign files of the role Targets.</summary>
public enum MetadataRole
{
    /// <summary>Says which keys sign for the others and for itself.</summary>
    Root = 1,

    /// <summary>Says which snapshot is the newest, and is signed often.</summary>
    Timestamp,

    /// <summary>Says which versions of all targets files belong together.</summary>
    Snapshot,

    /// <summary>Says what the images are.</summary>
    Targets,
}
