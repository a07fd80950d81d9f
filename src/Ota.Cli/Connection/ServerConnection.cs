using System.Net.Security;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Cli.Connection;

/// <summary>A channel to the server, and what was learned while it connected.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    // A targets file may have 5 MB, which is more than channels take unless told.
    private const int LargestMessage = 8 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly ServerTrust? _trust;
    private readonly ServerDate _date;
    private volatile bool _answered;

    /// <exception cref="CliException">A certificate file is missing or not what it should be.</exception>
    public ServerConnection(ConnectionSettings settings, TimeProvider time)
    {
        Settings = settings;
        CaPem = settings.CaFile is null ? null : InputFile.ReadText(settings.CaFile);
        _trust = settings.IsPlain ? null : new ServerTrust(settings, CaPem);
        _date = new ServerDate(CreateHandler(time));
        _channel = GrpcChannel.ForAddress(settings.Server, new GrpcChannelOptions
        {
            HttpHandler = _date,
            DisposeHttpClient = true,
            ServiceConfig = ReadRetries.Create(),
            MaxReceiveMessageSize = LargestMessage,
        });
    }

    public ConnectionSettings Settings { get; }

    /// <summary>The CA that the server's certificate is checked against; null is any that this machine trusts.</summary>
    public string? CaPem { get; }

    public CallInvoker Calls => _channel.CreateCallInvoker();

    /// <summary>Whether something listens at the address and began to talk.</summary>
    public bool Answered => _answered;

    /// <summary>Why the server's certificate was refused.</summary>
    public string? TrustProblem => _trust?.Problem;

    /// <summary>What time the server's last answer said it was, in whole seconds.</summary>
    public DateTimeOffset? Date => _date.Last;

    /// <summary>Until when the server's certificate is good; null before it was seen.</summary>
    public DateTimeOffset? CertificateEnd => _trust?.CertificateEnd;

    public void Dispose() => _channel.Dispose();

    private SocketsHttpHandler CreateHandler(TimeProvider time)
    {
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectAsync,
        };
        if (_trust is null) return handler;
        SslClientAuthenticationOptions tls = handler.SslOptions;
        tls.CertificateChainPolicy = _trust.CreatePolicy();
        tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            _answered = true;
            return _trust.Judge(certificate, chain, errors);
        };
        if (Settings.Credential is OperatorCredential.Certificate files)
            tls.ClientCertificateContext = ClientCertificate.Load(files, time.GetUtcNow());
        return handler;
    }

    // The same as the handler's own way, but it tells a server that is slow from one that is not there.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, stop);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        _answered |= _trust is null;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
