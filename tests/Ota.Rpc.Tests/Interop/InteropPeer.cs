using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Ota.Rpc.Tests.Interop.Wire;

namespace Ota.Rpc.Tests.Interop;

/// <summary>Our client, connected to a server of any make, with a tap on its connection.</summary>
internal sealed class InteropPeer : IDisposable
{
    private readonly SocketsHttpHandler _handler = new();

    private InteropPeer(string address)
    {
        _handler.PlaintextStreamFilter = (connection, _) => new(new TappedStream(connection.PlaintextStream, Tap));
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _handler });
        Client = new TestService.TestServiceClient(Channel);
    }

    public WireTap Tap { get; } = new();

    public GrpcChannel Channel { get; }

    public TestService.TestServiceClient Client { get; }

    /// <summary>Connects without TLS.</summary>
    public static InteropPeer Plain(int port) => new($"http://127.0.0.1:{port}");

    /// <summary>Connects over TLS, trusting only this authority.</summary>
    public static InteropPeer Tls(int port, ThrowAwayCa ca, params X509Certificate2[] clientCertificates)
    {
        InteropPeer peer = new($"https://127.0.0.1:{port}");
        peer._handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => ca.Issued((X509Certificate2)certificate!);
        peer._handler.SslOptions.ClientCertificates = [.. clientCertificates];
        return peer;
    }

    public void Dispose()
    {
        Channel.Dispose();
        _handler.Dispose();
    }
}
