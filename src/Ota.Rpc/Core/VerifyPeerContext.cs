namespace Grpc.Core;

/// <summary>The server that a <see cref="VerifyPeerCallback"/> looks at.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name that was asked for.</summary>
    public string TargetName { get; }

    /// <summary>The server's certificate, PEM.</summary>
    public string PeerPem { get; }
}
