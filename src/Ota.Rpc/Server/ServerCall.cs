using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>One call being served: the handler's view of it, its messages, and the one place where it ends.</summary>
internal sealed class ServerCall : ServerCallContext, IDisposable
{
    private readonly IMethod _method;
    private readonly MethodOptions _options;
    private readonly ServerCallDeadline? _deadline;
    private CancellationToken? _aborted;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private AuthContext? _authContext;
    private MessageWriter? _writer;
    private bool _headersSent;
    private bool _writeRefused;
    private WriteGate _gate;

    /// <exception cref="RpcException">INTERNAL: grpc-timeout is malformed.</exception>
    public ServerCall(HttpContext http, IMethod method, MethodOptions options, TimeProvider time)
    {
        Http = http;
        _method = method;
        _options = options;
        Reader = new MessageReader(http.Request.BodyReader, options.MaxReceiveMessageSize, options.Compressions)
        {
            Encoding = http.Request.Headers.GrpcEncoding,
        };
        if (http.Request.Headers.GrpcTimeout is { Count: > 0 } timeout)
            _deadline = ServerCallDeadline.Start(timeout.ToString(), time, OnDeadlineAsync, Aborted);
    }

    public HttpContext Http { get; }

    public MessageReader Reader { get; }

    public bool DeadlineExceeded => _deadline?.IsOver ?? false;

    /// <summary>Whether the caller is gone. Reads and writes may learn it before the transport fires its token.</summary>
    public bool IsLost => _writeRefused || Reader.IsBroken || Aborted.IsCancellationRequested;

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => Http.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } six => $"ipv6:[{six}]:{Http.Connection.RemotePort}",
        IPAddress four => $"ipv4:{four.MapToIPv4()}:{Http.Connection.RemotePort}",
    };

    protected override DateTime DeadlineCore => _deadline?.Utc ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ServerMetadata.Read(Http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? Aborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= ServerAuthContext.Of(Http.Connection.ClientCertificate);

    /// <summary>Asked for late: the transport makes its token when first asked, and few unary calls need it.</summary>
    private CancellationToken Aborted => _aborted ??= Http.RequestAborted;

    private MessageWriter Writer => _writer ??= new MessageWriter(Http.Response.BodyWriter, _options.MaxSendMessageSize);

    /// <summary>For reads of a single request: the transport itself breaks these when the caller is gone, the deadline does not.</summary>
    public CancellationToken ReadToken => _deadline?.Token ?? CancellationToken.None;

    /// <summary>Sends one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Its marshaller's serializer.</param>
    /// <param name="flush">False leaves it in the buffer, to go out together with what follows.</param>
    /// <param name="cancellationToken">Gives up the wait for room.</param>
    public ValueTask WriteMessageAsync<T>(
        T message, Action<T, SerializationContext> serializer, bool flush, CancellationToken cancellationToken)
    {
        _gate.Enter(this);
        ValueTask<System.IO.Pipelines.FlushResult> flushed;
        try
        {
            BeginResponse();
            WriteFlags flags = WriteOptionsCore?.Flags ?? WriteFlags.None;
            Writer.Write(message, serializer, compress: (flags & WriteFlags.NoCompress) == 0);
            if (!flush || (flags & WriteFlags.BufferHint) != 0)
            {
                _gate.Leave();
                return default;
            }
            flushed = Http.Response.BodyWriter.FlushAsync(cancellationToken);
        }
        catch
        {
            _gate.Leave();
            throw;
        }
        if (!flushed.IsCompletedSuccessfully)
            return WaitAsync(flushed);
        _gate.Leave();
        Check(flushed.Result);
        return default;
    }

    /// <summary>Ends the call, unless the deadline did so first. What is set here goes out when the request delegate returns.</summary>
    public bool TryEnd(Status status, Metadata? trailers)
    {
        if (!_gate.TryEnd(out bool writing))
            return false;
        if (writing)
        {
            Reset(ResetCode.Cancel); // A write is stuck behind the peer's flow control: trailers would never get through.
            return true;
        }
        WriteStatus(status, trailers);
        return true;
    }

    /// <summary>Waits until the deadline, if it struck, has sent its answer: the HTTP request must outlive that.</summary>
    public ValueTask SettleAsync() => _deadline is null ? default : _deadline.SettleAsync();

    public void Dispose()
    {
        _deadline?.Dispose();
        _writer?.Dispose();
        Reader.Dispose();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_headersSent || Http.Response.HasStarted)
            throw new InvalidOperationException("The response headers were sent before; they can be sent once.");
        foreach (Metadata.Entry entry in responseHeaders)
        {
            if (entry.Key == GrpcHeaders.InternalEncodingRequest)
                Http.Response.Headers[GrpcHeaders.Encoding] = entry.Value;
            else if (!ServerMetadata.TryAppend(Http.Response.Headers, entry))
                throw new ArgumentException($"The text of '{entry.Key}' is not printable ASCII: send it under a key with the suffix -bin.", nameof(responseHeaders));
        }
        BeginResponse();
        return Http.Response.BodyWriter.FlushAsync(CancellationTokenCore).AsTask();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        new(options ?? ContextPropagationOptions.Default, DeadlineCore, CancellationTokenCore);

    private async ValueTask WaitAsync(ValueTask<System.IO.Pipelines.FlushResult> flushed)
    {
        try
        {
            Check(await flushed.ConfigureAwait(false));
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>A transport that takes no more bytes says so without an exception: a handler that only writes would never stop.</summary>
    private void Check(System.IO.Pipelines.FlushResult flushed)
    {
        _writeRefused |= flushed.IsCompleted;
        if (flushed.IsCompleted || flushed.IsCanceled)
            throw new OperationCanceledException("The caller is gone.", CancellationTokenCore);
    }

    /// <summary>Settles the compression of the response, once, before its first byte.</summary>
    private void BeginResponse()
    {
        if (_headersSent)
            return;
        _headersSent = true;
        IHeaderDictionary headers = Http.Response.Headers;
        string? asked = _options.ResponseCompression;
        if (headers.TryGetValue(GrpcHeaders.Encoding, out var set))
        {
            asked = set.ToString();
            headers.Remove(GrpcHeaders.Encoding);
        }
        if (asked is null or GrpcHeaders.Identity || !Accepts(asked) || !_options.Compressions.TryGet(asked, out ICompressionProvider? provider))
            return;
        headers[GrpcHeaders.Encoding] = provider.EncodingName;
        Writer.Compression = provider;
        Writer.CompressionLevel = _options.ResponseCompressionLevel;
    }

    private bool Accepts(string encoding)
    {
        foreach (string? line in Http.Request.Headers[GrpcHeaders.AcceptEncoding])
        {
            foreach (Range part in line.AsSpan().Split(','))
            {
                if (line.AsSpan(part).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }
        return false;
    }

    private void WriteStatus(Status status, Metadata? trailers)
    {
        // Without any message the status goes into the headers, which then end the stream ("Trailers-Only").
        bool alone = !_headersSent && !Http.Response.HasStarted;
        IHeaderDictionary target = alone
            ? Http.Response.Headers
            : Http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        if (status.StatusCode == StatusCode.Unimplemented && alone && Reader.Encoding is not (null or GrpcHeaders.Identity))
            target[GrpcHeaders.AcceptEncoding] = _options.Compressions.AcceptEncoding;
        ServerMetadata.WriteStatus(target, status);
        WriteTrailers(target, _trailers);
        if (!ReferenceEquals(trailers, _trailers))
            WriteTrailers(target, trailers);
    }

    private void WriteTrailers(IHeaderDictionary target, Metadata? trailers)
    {
        for (int i = 0; i < (trailers?.Count ?? 0); i++)
        {
            if (!ServerMetadata.TryAppend(target, trailers![i])) // It must not cost the caller the status.
                GrpcServerLog.TrailerLeftOut(Http.RequestServices.GetRequiredService<ILogger<ServerCall>>(), MethodCore, trailers[i].Key);
        }
    }

    /// <summary>The deadline struck: answers at once, even while the handler still runs.</summary>
    private async Task OnDeadlineAsync()
    {
        if (!TryEnd(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), null))
            return;
        await Http.Response.CompleteAsync().ConfigureAwait(false);
        Reset(ResetCode.NoError); // The request may still be on its way: nobody will read it (RFC 9113, 8.1).
    }

    private void Reset(ResetCode code) => Http.Features.Get<IHttpResetFeature>()?.Reset((int)code);

    private enum ResetCode
    {
        NoError = 0,
        Cancel = 8,
    }
}
