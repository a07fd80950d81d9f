using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Ota.Rpc.Tests.Interop.Wire;

namespace Ota.Rpc.Tests.Interop;

/// <summary>The server side of the gRPC interop suite. UnimplementedCall is left to the base class on purpose.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    public const string EchoInitial = "x-grpc-test-echo-initial";
    public const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadataAsync(context, compress: false);
        return new Empty();
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        Expect(request.ExpectCompressed, 0, context);
        bool compress = request.ResponseCompressed?.Value ?? false;
        await EchoMetadataAsync(context, compress);
        EchoStatus(request.ResponseStatus);
        context.WriteOptions = compress ? WriteOptions.Default : Plain;
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task<SimpleResponse> CacheableUnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "cache-control", "max-age=60, public" } });
        string now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalNanoseconds.ToString("F0", CultureInfo.InvariantCulture);
        return new SimpleResponse { Payload = new Payload { Body = ByteString.CopyFromUtf8(now) } };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context, request.ResponseParameters.Any(wanted => wanted.Compressed?.Value ?? false));
        await RespondAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context, compress: false);
        StreamingInputCallResponse response = new();
        for (int message = 0; await requestStream.MoveNext(context.CancellationToken); message++)
        {
            Expect(requestStream.Current.ExpectCompressed, message, context);
            response.AggregatedPayloadSize += requestStream.Current.Payload.Body.Length;
        }
        return response;
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadataAsync(context, compress: false);
        while (await requestStream.MoveNext(context.CancellationToken))
            await RespondAsync(requestStream.Current, responseStream, context);
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadataAsync(context, compress: false);
        List<StreamingOutputCallRequest> requests = [];
        while (await requestStream.MoveNext(context.CancellationToken))
            requests.Add(requestStream.Current);
        foreach (StreamingOutputCallRequest request in requests)
            await RespondAsync(request, responseStream, context);
    }

    private static async Task RespondAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        EchoStatus(request.ResponseStatus);
        foreach (ResponseParameters wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), TimeProvider.System, context.CancellationToken);
            responses.WriteOptions = wanted.Compressed?.Value ?? false ? WriteOptions.Default : Plain;
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) });
        }
    }

    /// <summary>Refuses a message that came otherwise than announced; the wire tells, not the library.</summary>
    private static void Expect(BoolValue? compressed, int message, ServerCallContext context)
    {
        if (compressed is null)
            return;
        HttpContext http = context.GetHttpContext();
        int stream = http.Features.GetRequiredFeature<IHttp2StreamIdFeature>().StreamId;
        bool came = http.Features.GetRequiredFeature<WireTap>().FromClient.OfStream(stream)[message];
        if (came != compressed.Value)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"Message {message} is not compressed as announced."));
    }

    private static async Task EchoMetadataAsync(ServerCallContext context, bool compress)
    {
        foreach (Metadata.Entry entry in context.RequestHeaders.Where(entry => entry.Key == EchoTrailing))
            context.ResponseTrailers.Add(entry);
        Metadata headers = [.. context.RequestHeaders.Where(entry => entry.Key == EchoInitial)];
        if (compress)
            headers.Add("grpc-internal-encoding-request", "gzip");
        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static void EchoStatus(EchoStatus? wanted)
    {
        if (wanted is { Code: not 0 })
            throw new RpcException(new Status((StatusCode)wanted.Code, wanted.Message));
    }

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };
}
