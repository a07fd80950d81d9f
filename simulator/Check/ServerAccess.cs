namespace Ota.Simulator.Check;

/// <summary>Which server, whom to trust, and who we are.</summary>
/// <param name="Server">http or https, without a path.</param>
/// <param name="CaFile">PEM file of the only trusted CA; null trusts those of this machine.</param>
/// <param name="Certificate">PEM file of a client certificate.</param>
/// <param name="Key">PEM file of its key.</param>
/// <param name="Token">A bearer token instead.</param>
internal sealed record ServerAccess(Uri Server, string? CaFile, string? Certificate, string? Key, string? Token);
