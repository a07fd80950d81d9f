namespace Ota.Server.Bridge.Lanes;

/// <summary>
/// The lane of what is evidence: births, deaths, inventories, trouble codes and reports of updates. It has its own room and its own
/// workers, so that telemetry, however much, holds none of it up.
/// </summary>
internal sealed class EvidenceLane(BridgeOptions options)
    : Lane("evidence", options.EvidenceBytes, "Too much waits to be stored; send it again later.");
