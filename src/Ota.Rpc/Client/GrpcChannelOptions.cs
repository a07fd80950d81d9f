using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a <see cref="GrpcChannel"/> behaves.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>How the channel is secured, and what every call carries. Null follows the address: http is plain text, https is TLS.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest request message in bytes; null is no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest response message in bytes; null is no limit. 4 MiB unless set.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The compressions known; null is gzip.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>The handler that carries the calls, e.g. a <see cref="SocketsHttpHandler"/> with client certificates or keepalive pings.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>The client that carries the calls. Not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Whether the channel disposes of <see cref="HttpClient"/> or <see cref="HttpHandler"/>. False unless set.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Where the channel logs; null is nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Whether a cancelled call or one past its deadline throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials go over plain text too. They are readable to everyone on the way.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Caps the attempts of every retry policy; null is no cap. 5 unless set.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>How many bytes of one call's requests are kept for a retry; a call that sends more is not tried again. 1 MiB unless set.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    /// <summary>Retry policies.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal Random Chance { get; set; } = new();
}
