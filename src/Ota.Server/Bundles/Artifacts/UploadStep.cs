namespace Ota.Server.Bundles.Artifacts;

/// <summary>What an upload does to the disk, in this order; a kill may come before any of it.</summary>
internal enum UploadStep
{
    WriteTerms,
    Append,
    FlushPart,
    WriteFacts,
    MakeReadOnly,
    TakeName,
    FlushName,
    RemovePart,
    RemoveTerms,
    Done,
}
