using Ota.Core.Telemetry.Batches;

namespace Ota.Simulator.Trips;

/// <param name="StartMs">Its beginning, from the beginning of the trip.</param>
/// <param name="EndMs">When it is complete and can be sent.</param>
/// <param name="Columns">The readings.</param>
internal sealed record TripBatch(long StartMs, long EndMs, EncodedColumns Columns);
