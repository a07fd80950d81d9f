using Ota.Simulator.Fleet.Running;

namespace Ota.Simulator.Demo.Fleet;

/// <summary>What became of the vehicle with the weak link.</summary>
/// <param name="Entry">Its line of the ledger.</param>
/// <param name="Cuts">How often its link broke.</param>
/// <param name="Bytes">What came through the link, metadata and TLS included.</param>
internal sealed record WeakLinkTale(FleetEntry Entry, int Cuts, long Bytes);
