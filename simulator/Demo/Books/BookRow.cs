namespace Ota.Simulator.Demo.Books;

/// <summary>A row of the server's books.</summary>
/// <param name="Vid">The vehicle.</param>
/// <param name="State">Where its install stands, in words as `ota` shows them.</param>
internal sealed record BookRow(string Vid, string State);
