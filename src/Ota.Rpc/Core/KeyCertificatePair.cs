namespace Grpc.Core;

/// <summary>A certificate chain with the key of its first certificate.</summary>
/// <param name="certificateChain">PEM, leaf first.</param>
/// <param name="privateKey">PEM.</param>
public sealed class KeyCertificatePair(string certificateChain, string privateKey)
{
    /// <summary>PEM, leaf first.</summary>
    public string CertificateChain { get; } = certificateChain ?? throw new ArgumentNullException(nameof(certificateChain));

    /// <summary>PEM.</summary>
    public string PrivateKey { get; } = privateKey ?? throw new ArgumentNullException(nameof(privateKey));
}
