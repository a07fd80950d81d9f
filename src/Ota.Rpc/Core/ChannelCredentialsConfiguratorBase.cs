namespace Grpc.Core;

/// <summary>Takes channel credentials apart.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>The channel is plain text.</summary>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>The channel is TLS.</summary>
    public abstract void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>Every call carries credentials.</summary>
    public abstract void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
