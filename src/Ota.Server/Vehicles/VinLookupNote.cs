namespace Ota.Server.Vehicles;

/// <summary>A look-up as written down: how many were asked for, and which vehicles were connected with a VIN.</summary>
internal sealed record VinLookupNote(string Id, long Time, VinLookup Lookup, int Asked, IReadOnlyList<long> Found);
