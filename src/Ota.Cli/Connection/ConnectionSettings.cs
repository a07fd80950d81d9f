namespace Ota.Cli.Connection;

/// <summary>Which server, whom to trust, and who we are.</summary>
/// <param name="Server">http or https, without a path.</param>
/// <param name="CaFile">PEM file of the only trusted CA; null trusts the CAs of this machine.</param>
/// <param name="Credential">What we prove ourselves with.</param>
/// <param name="Timeout">How long one call may take.</param>
internal sealed record ConnectionSettings(Uri Server, string? CaFile, OperatorCredential Credential, TimeSpan Timeout)
{
    /// <summary>The folder whose operator.json says so, or says a part of it; null when there is none.</summary>
    public string? Folder { get; init; }

    public bool IsPlain => Server.Scheme == Uri.UriSchemeHttp;

    /// <summary>The address as people write it.</summary>
    public string Address => Server.GetLeftPart(UriPartial.Authority);
}
