namespace Grpc.Core;

/// <summary>TLS, with own roots and a client certificate where given.</summary>
/// <param name="rootCertificates">PEM of the trusted roots; null is the machine's.</param>
/// <param name="keyCertificatePair">The client certificate; null is none.</param>
/// <param name="verifyPeerCallback">Looks at the server's certificate as well; null is no further look.</param>
public sealed class SslCredentials(
    string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) : ChannelCredentials
{
    /// <summary>TLS with the machine's trusted roots.</summary>
    public SslCredentials() : this(null, null, null)
    {
    }

    /// <summary>TLS with own roots.</summary>
    /// <param name="rootCertificates">PEM of the trusted roots.</param>
    public SslCredentials(string rootCertificates) : this(rootCertificates, null, null)
    {
    }

    /// <summary>TLS with own roots and a client certificate.</summary>
    /// <param name="rootCertificates">PEM of the trusted roots.</param>
    /// <param name="keyCertificatePair">The client certificate.</param>
    public SslCredentials(string rootCertificates, KeyCertificatePair keyCertificatePair) : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>PEM of the trusted roots; null is the machine's.</summary>
    public string? RootCertificates { get; } = rootCertificates;

    /// <summary>The client certificate; null is none.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; } = keyCertificatePair;

    /// <inheritdoc />
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, verifyPeerCallback);
}
