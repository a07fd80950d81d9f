namespace Ota.Server.Vehicles;

/// <summary>Who connects VINs with vehicles, what for, and what the answer shows, separated by commas.</summary>
internal sealed record VinLookup(string Operator, string Credential, string Method, string Purpose, string Fields);
