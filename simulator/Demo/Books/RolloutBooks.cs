namespace Ota.Simulator.Demo.Books;

/// <summary>What the server says of a rollout: what it counts, and each row.</summary>
/// <param name="Population">Frozen vehicles.</param>
/// <param name="Counts">Vehicles by state, as the server counts them over all waves.</param>
/// <param name="Rows">Each vehicle.</param>
internal sealed record RolloutBooks(long Population, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<BookRow> Rows);
