namespace Ota.Server.Bundles.Repository;

/// <summary>What publishing does, in this order; a kill may come before any of it.</summary>
internal enum PublishStep
{
    Commit,
    Swap,
    ExportFile,
    ExportTimestamp,
    Done,
}
