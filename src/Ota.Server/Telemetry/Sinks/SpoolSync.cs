namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// When the spool is flushed to the disk. Whatever is chosen, what was appended survives the end of the process; this is about power cuts.
/// </summary>
internal enum SpoolSync
{
    /// <summary>At most a second of batches is lost by a power cut.</summary>
    EverySecond,

    /// <summary>No appended batch is lost.</summary>
    EveryBatch,

    /// <summary>The system decides, usually within half a minute.</summary>
    Never,
}
