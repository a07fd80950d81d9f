namespace Ota.Simulator.Trips;

/// <summary>One drive, cut into batches. The columns' times count from the batch's own beginning, so many cars can share them.</summary>
/// <param name="Name">The recording's name for it.</param>
/// <param name="Batches">The batches in order.</param>
internal sealed record RecordedTrip(string Name, IReadOnlyList<TripBatch> Batches);
