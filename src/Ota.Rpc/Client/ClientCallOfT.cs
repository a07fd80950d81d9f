using System.IO.Pipelines;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;
using Grpc.Protocol;

namespace Grpc.Net.Client;

/// <summary>One client call: sends the requests, as often as the retry policy says, and reads the responses.</summary>
internal sealed class ClientCall<TRequest, TResponse> : ClientCall
    where TRequest : class where TResponse : class
{
    // Messages of an ordinary size then lie in one segment and are parsed without a copy.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true);

    private readonly Method<TRequest, TResponse> _method;
    private readonly MethodPlan _plan;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly RequestBuffer _requests;
    private Metadata? _credentials;
    private HttpResponseMessage? _response;
    private Task<MessageReader?> _begun = null!;
    private MessageReader? _reader;
    private PipeReader? _body;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options) : base(channel, options)
    {
        _method = method;
        _plan = channel.Plan(method);
        _host = host;
        _options = options;
        bool single = method.Type is MethodType.Unary or MethodType.ServerStreaming;
        long keep = single || _plan.Retry is not null ? channel.Options.MaxRetryBufferPerCallSize ?? long.MaxValue : 0;
        _requests = new RequestBuffer(channel.Options.MaxSendMessageSize, keep);
        if (CompressionAsked() is { } asked && channel.Compressions.TryGet(asked, out ICompressionProvider? compression))
            _requests.Compression = compression;
    }

    public WriteFlags DefaultWriteFlags => _options.WriteOptions?.Flags ?? WriteFlags.None;

    /// <summary>Begins the call.</summary>
    /// <param name="request">The request of a call that has exactly one; null leaves the stream open.</param>
    public void Start(TRequest? request)
    {
        if (request is not null)
        {
            Task written = WriteAsync(request, DefaultWriteFlags);
            if (written.IsFaulted)
            {
                Fail(written.Exception.InnerException!);
                _begun = Task.FromResult<MessageReader?>(null);
                return;
            }
            _requests.Complete();
        }
        _begun = BeginAsync();
    }

    public Task WriteAsync(TRequest message, WriteFlags flags)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _requests.WriteAsync(message, _method.RequestMarshaller.ContextualSerializer, (flags & WriteFlags.NoCompress) == 0);
    }

    public Task CompleteAsync()
    {
        _requests.Complete();
        return Task.CompletedTask;
    }

    /// <summary>The response of a call that has exactly one.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        try
        {
            MessageReader? reader = await _begun.ConfigureAwait(false);
            if (reader is null)
                throw ToException();
            TResponse? message = null;
            if (await reader.ReadAsync(Cancellation).ConfigureAwait(false))
            {
                message = Take(reader);
                await reader.ExpectEndAsync(Cancellation).ConfigureAwait(false);
            }
            Finish(messages: message is null ? 0 : 1);
            return GetStatus().StatusCode == StatusCode.OK ? message! : throw ToException();
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>The next response of a stream, or null at its end.</summary>
    public async Task<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
        try
        {
            MessageReader? reader = await _begun.ConfigureAwait(false);
            if (reader is not null && !HasEnded)
            {
                if (await reader.ReadAsync(Cancellation).ConfigureAwait(false))
                    return Take(reader);
                Finish(messages: 0);
            }
            return GetStatus().StatusCode == StatusCode.OK ? null : throw ToException();
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>A response that is there already, so that a stream in full flow costs no task a message.</summary>
    public bool TryReadNext(out TResponse? message)
    {
        message = null;
        if (_reader is null || HasEnded || !_begun.IsCompletedSuccessfully)
            return false;
        try
        {
            if (!_reader.TryRead())
                return false;
            message = Take(_reader);
            return true;
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    protected override void OnEnded(Status status)
    {
        if (status.StatusCode != StatusCode.OK)
            GrpcClientLog.Failed(Channel.Log, _method.FullName, status.StatusCode, status.Detail);
        _requests.Fail(status.StatusCode == StatusCode.OK
            ? new InvalidOperationException("The call has ended: no message can be sent any more.")
            : ToException());
        _requests.Dispose();
        _response?.Dispose();
    }

    /// <summary>Sends the call until it is committed or over; null when it is over.</summary>
    private async Task<MessageReader?> BeginAsync()
    {
        try
        {
            Arm();
            if (CompressionAsked() is { } asked and not GrpcHeaders.Identity && !Channel.Compressions.TryGet(asked, out _))
                throw new RpcException(new Status(StatusCode.Internal, $"The compression '{asked}' is not known here; use {Channel.Compressions.AcceptEncoding}."));
            _credentials = await CallCredentialsReader.ReadAsync(Channel, _method, _options.Credentials, Cancellation).ConfigureAwait(false);
            CallAttempt attempt = await AttemptsAsync().ConfigureAwait(false);
            if (attempt.Response is { } response)
                return Open(response);
            End(Checked(attempt.Status, messages: 0), attempt.Trailers);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        return null;
    }

    private MessageReader? Open(HttpResponseMessage response)
    {
        _requests.Commit();
        _response = response;
        SetHeaders(ClientMetadata.Read(response.Headers));
        if (HasEnded)
        {
            response.Dispose(); // The call ended between the response and here.
            return null;
        }
        _body = PipeReader.Create(response.Content.ReadAsStream(Cancellation), ReaderOptions);
        return _reader = new MessageReader(_body, Channel.Options.MaxReceiveMessageSize, Channel.Compressions)
        {
            Encoding = ClientMetadata.Find(response.Headers, GrpcHeaders.Encoding),
        };
    }

    /// <summary>The body was read to its end: the trailers tell the outcome.</summary>
    /// <param name="messages">How many messages there were; it matters only where there must be one.</param>
    private void Finish(int messages)
    {
        _body!.Complete();
        HttpResponseHeaders trailers = _response!.TrailingHeaders;
        Status status = ClientMetadata.ReadStatus(trailers) ?? new Status(StatusCode.Unknown, "The response ended without a grpc-status.");
        End(Checked(status, messages), ClientMetadata.Read(trailers));
    }

    private Status Checked(Status status, int messages) =>
        status.StatusCode == StatusCode.OK && messages == 0 && _method.Type is (MethodType.Unary or MethodType.ClientStreaming)
            ? new Status(StatusCode.Internal, "The call ended with OK but without a response message.")
            : status;

    private TResponse Take(MessageReader reader)
    {
        try
        {
            return reader.Take(_method.ResponseMarshaller.ContextualDeserializer);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The response cannot be read as {typeof(TResponse).Name}: {exception.Message}", exception));
        }
    }

    private async ValueTask<CallAttempt> AttemptsAsync()
    {
        int previous = 0;
        if (_plan.Retry is null)
            return await AttemptAsync(0).ConfigureAwait(false);
        return await _plan.Retry.Pipeline.ExecuteAsync(
            async (ClientCall<TRequest, TResponse> call, CancellationToken _) => await call.AttemptAsync(previous++).ConfigureAwait(false),
            this,
            Cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// One attempt in the eyes of the retry policy. A call that waits for a connection is sent again at no cost, and so is one
    /// that the server refused to look at (gRFC A6, "transparent retries"): the latter SocketsHttpHandler does by itself.
    /// </summary>
    private async ValueTask<CallAttempt> AttemptAsync(int previous)
    {
        if (previous > 0)
            GrpcClientLog.TriedAgain(Channel.Log, _method.FullName, previous);
        ReconnectBackoff backoff = new(Channel.Options.Chance);
        while (true)
        {
            CallAttempt attempt = await SendAsync(previous).ConfigureAwait(false);
            if (!attempt.NotConnected || !attempt.MayRepeat || !_options.IsWaitForReady)
                return attempt;
            await Task.Delay(backoff.Next(), Channel.Time, Cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<CallAttempt> SendAsync(int previous)
    {
        HttpResponseMessage response;
        try
        {
            response = await Channel.Http.SendAsync(CreateRequest(previous), Cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !Cancellation.IsCancellationRequested))
        {
            return CallAttempt.Ended(StatusOf(exception)) with
            {
                MayRepeat = _requests.MayRepeat && !Cancellation.IsCancellationRequested,
                NotConnected = ClientStatus.IsNotConnected(exception),
            };
        }
        // A status in the headers is "Trailers-Only": the call is over and was not committed.
        Status? ended = ClientStatus.OfResponse(response) ?? ClientMetadata.ReadStatus(response.Headers);
        if (ended is null)
            return new CallAttempt(response, Status.DefaultSuccess, Metadata.Empty);
        using (response)
            return CallAttempt.Ended(ended.Value, ClientMetadata.Read(response.Headers)) with { MayRepeat = _requests.MayRepeat };
    }

    private HttpRequestMessage CreateRequest(int previous)
    {
        HttpRequestMessage request = new(HttpMethod.Post, _plan.Uri)
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new RequestContent(_requests),
        };
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent.Value);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, Channel.Compressions.AcceptEncoding);
        if (CompressionAsked() is { } compression)
            headers.TryAddWithoutValidation(GrpcHeaders.Encoding, compression);
        if (Deadline < DateTime.MaxValue)
            headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(Deadline - Channel.Time.GetUtcNow().UtcDateTime));
        if (previous > 0)
            headers.TryAddWithoutValidation(GrpcHeaders.PreviousAttempts, previous.ToString(System.Globalization.CultureInfo.InvariantCulture));
        ClientMetadata.Write(headers, _options.Headers);
        ClientMetadata.Write(headers, _credentials);
        if (_host is not null)
            headers.Host = _host;
        return request;
    }

    private string? CompressionAsked() => _options.Headers?.GetValue(GrpcHeaders.InternalEncodingRequest);
}
