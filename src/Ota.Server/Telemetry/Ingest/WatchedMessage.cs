using Ota.Server.Telemetry.History;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>What those who watch are told of a stored message. The number of its readings is without what the history keeps beside them.</summary>
internal sealed record WatchedMessage(VehicleKey Vehicle, long Received, bool Historical, IReadOnlyList<LatestValue> Newest, int Readings);
