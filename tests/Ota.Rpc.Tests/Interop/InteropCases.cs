using Google.Protobuf;
using Grpc.Core;

namespace Ota.Rpc.Tests.Interop;

/// <summary>
/// The cases of doc/interop-test-descriptions.md, without those about compression, for our client against a server of any make.
/// Each throws when the server answers otherwise than described.
/// </summary>
internal static class InteropCases
{
    private const string SpecialMessage = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

    // Every remainder of base64, padded or not.
    private static readonly byte[][] BinaryValues = [[0], [0xff, 0xfe], [.. Enumerable.Range(0, 256).Select(value => (byte)value)]];

    private static readonly Dictionary<string, Func<InteropPeer, Task>> ByName = new()
    {
        ["empty_unary"] = EmptyUnaryAsync,
        ["large_unary"] = LargeUnaryAsync,
        ["client_streaming"] = ClientStreamingAsync,
        ["server_streaming"] = ServerStreamingAsync,
        ["ping_pong"] = PingPongAsync,
        ["half_duplex"] = HalfDuplexAsync,
        ["empty_stream"] = EmptyStreamAsync,
        ["cancel_after_begin"] = CancelAfterBeginAsync,
        ["cancel_after_first_response"] = CancelAfterFirstResponseAsync,
        ["timeout_on_sleeping_server"] = TimeoutOnSleepingServerAsync,
        ["status_code_and_message"] = StatusCodeAndMessageAsync,
        ["special_status_message"] = SpecialStatusMessageAsync,
        ["unimplemented_method"] = UnimplementedMethodAsync,
        ["unimplemented_service"] = UnimplementedServiceAsync,
        ["custom_metadata"] = CustomMetadataAsync,
        ["large_metadata"] = LargeMetadataAsync,
        ["binary_metadata"] = BinaryMetadataAsync,
        ["repeated_binary_metadata"] = peer => EchoBinaryAsync(peer, BinaryValues),
        ["concurrent_large_unary"] = ConcurrentLargeUnaryAsync,
        ["client_compressed_unary"] = peer => CompressionCases.ClientUnaryAsync(peer, probe: true),
        ["client_compressed_unary_without_probe"] = peer => CompressionCases.ClientUnaryAsync(peer, probe: false),
        ["client_compressed_streaming"] = peer => CompressionCases.ClientStreamingAsync(peer, probe: true),
        ["client_compressed_streaming_without_probe"] = peer => CompressionCases.ClientStreamingAsync(peer, probe: false),
        ["server_compressed_unary"] = CompressionCases.ServerUnaryAsync,
        ["server_compressed_streaming"] = CompressionCases.ServerStreamingAsync,
    };

    public static async Task PassAsync(string name, InteropPeer peer)
    {
        using (peer)
            await ByName[name](peer).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    public static void BeZeros(Payload payload, int size) => payload.Should().Be(Zeros(size));

    public static async Task FailAsync(Func<Task> call, StatusCode expected, string? message = null)
    {
        Status status = (await call.Should().ThrowAsync<RpcException>()).Which.Status;
        status.StatusCode.Should().Be(expected, status.Detail);
        if (message is not null)
            status.Detail.Should().Be(message);
    }

    public static async Task<List<StreamingOutputCallResponse>> AllAsync(IAsyncStreamReader<StreamingOutputCallResponse> responses)
    {
        List<StreamingOutputCallResponse> all = [];
        await foreach (StreamingOutputCallResponse response in responses.ReadAllAsync())
            all.Add(response);
        return all;
    }

    private static async Task EmptyUnaryAsync(InteropPeer peer) => (await peer.Client.EmptyCallAsync(new Empty())).Should().Be(new Empty());

    private static async Task LargeUnaryAsync(InteropPeer peer) => BeZeros((await peer.Client.UnaryCallAsync(Large())).Payload, 314159);

    private static async Task ClientStreamingAsync(InteropPeer peer)
    {
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call = peer.Client.StreamingInputCall();
        foreach (int size in (int[])[27182, 8, 1828, 45904])
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        await call.RequestStream.CompleteAsync();
        (await call).AggregatedPayloadSize.Should().Be(74922);
    }

    private static async Task ServerStreamingAsync(InteropPeer peer)
    {
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call =
            peer.Client.StreamingOutputCall(Output([31415, 9, 2653, 58979]));
        BeZeros(await AllAsync(call.ResponseStream), 31415, 9, 2653, 58979);
    }

    private static async Task PingPongAsync(InteropPeer peer)
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = peer.Client.FullDuplexCall();
        foreach ((int response, int request) in ((int, int)[])[(31415, 27182), (9, 8), (2653, 1828), (58979, 45904)])
        {
            await call.RequestStream.WriteAsync(Output([response], request));
            (await call.ResponseStream.MoveNext()).Should().BeTrue();
            BeZeros(call.ResponseStream.Current.Payload, response);
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).Should().BeFalse();
    }

    // Not on the suite's list, but in its service: the answers begin when the requests have ended.
    private static async Task HalfDuplexAsync(InteropPeer peer)
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = peer.Client.HalfDuplexCall();
        await call.RequestStream.WriteAsync(Output([9, 2653], 8));
        await call.RequestStream.WriteAsync(Output([58979], 1828));
        await call.RequestStream.CompleteAsync();
        BeZeros(await AllAsync(call.ResponseStream), 9, 2653, 58979);
    }

    private static async Task EmptyStreamAsync(InteropPeer peer)
    {
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = peer.Client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        (await AllAsync(call.ResponseStream)).Should().BeEmpty();
    }

    private static async Task CancelAfterBeginAsync(InteropPeer peer)
    {
        using CancellationTokenSource cancel = new();
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call =
            peer.Client.StreamingInputCall(cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await FailAsync(() => call.ResponseAsync, StatusCode.Cancelled);
        call.GetStatus().StatusCode.Should().Be(StatusCode.Cancelled);
    }

    private static async Task CancelAfterFirstResponseAsync(InteropPeer peer)
    {
        using CancellationTokenSource cancel = new();
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            peer.Client.FullDuplexCall(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(Output([31415], 27182));
        (await call.ResponseStream.MoveNext()).Should().BeTrue();
        BeZeros(call.ResponseStream.Current.Payload, 31415);
        await cancel.CancelAsync();
        await FailAsync(() => call.ResponseStream.MoveNext(), StatusCode.Cancelled);
        call.GetStatus().StatusCode.Should().Be(StatusCode.Cancelled);
    }

    private static async Task TimeoutOnSleepingServerAsync(InteropPeer peer)
    {
        DateTime deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(1);
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call =
            peer.Client.FullDuplexCall(deadline: deadline);
        try
        {
            await call.RequestStream.WriteAsync(Output([], 27182));
        }
        catch (RpcException early)
        {
            early.StatusCode.Should().Be(StatusCode.DeadlineExceeded); // The millisecond may be over before the write.
        }
        await FailAsync(() => call.ResponseStream.MoveNext(), StatusCode.DeadlineExceeded);
    }

    private static async Task StatusCodeAndMessageAsync(InteropPeer peer)
    {
        EchoStatus wanted = new() { Code = (int)StatusCode.Unknown, Message = "test status message" };
        await FailAsync(
            () => peer.Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = wanted }).ResponseAsync, StatusCode.Unknown, wanted.Message);
        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call = peer.Client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = wanted });
        await FailAsync(() => call.ResponseStream.MoveNext(), StatusCode.Unknown, wanted.Message);
    }

    private static Task SpecialStatusMessageAsync(InteropPeer peer)
    {
        EchoStatus wanted = new() { Code = (int)StatusCode.Unknown, Message = SpecialMessage };
        return FailAsync(
            () => peer.Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = wanted }).ResponseAsync, StatusCode.Unknown, SpecialMessage);
    }

    private static Task UnimplementedMethodAsync(InteropPeer peer) =>
        FailAsync(() => peer.Client.UnimplementedCallAsync(new Empty()).ResponseAsync, StatusCode.Unimplemented);

    private static Task UnimplementedServiceAsync(InteropPeer peer)
    {
        UnimplementedService.UnimplementedServiceClient client = new(peer.Channel);
        return FailAsync(() => client.UnimplementedCallAsync(new Empty()).ResponseAsync, StatusCode.Unimplemented);
    }

    private static async Task CustomMetadataAsync(InteropPeer peer)
    {
        Metadata sent = new()
        {
            { InteropService.EchoInitial, "test_initial_metadata_value" },
            { InteropService.EchoTrailing, [0xab, 0xab, 0xab] },
        };
        using AsyncUnaryCall<SimpleResponse> unary = peer.Client.UnaryCallAsync(Large(), sent);
        BeZeros((await unary).Payload, 314159);
        BeEchoed(await unary.ResponseHeadersAsync, unary.GetTrailers());

        using AsyncDuplexStreamingCall<StreamingOutputCallRequest, StreamingOutputCallResponse> duplex = peer.Client.FullDuplexCall(sent);
        await duplex.RequestStream.WriteAsync(Output([314159], 271828));
        await duplex.RequestStream.CompleteAsync();
        BeZeros(await AllAsync(duplex.ResponseStream), 314159);
        BeEchoed(await duplex.ResponseHeadersAsync, duplex.GetTrailers());
    }

    // Longer than an HTTP/2 frame: the headers go on in CONTINUATION frames, there and back.
    private static async Task LargeMetadataAsync(InteropPeer peer)
    {
        string value = new('m', 20000);
        using AsyncUnaryCall<Empty> call = peer.Client.EmptyCallAsync(new Empty(), new Metadata { { InteropService.EchoInitial, value } });
        await call;
        (await call.ResponseHeadersAsync).GetValue(InteropService.EchoInitial).Should().Be(value);
    }

    private static async Task BinaryMetadataAsync(InteropPeer peer)
    {
        foreach (byte[] value in BinaryValues)
            await EchoBinaryAsync(peer, value);
    }

    private static async Task EchoBinaryAsync(InteropPeer peer, params byte[][] values)
    {
        Metadata sent = [.. values.Select(value => new Metadata.Entry(InteropService.EchoTrailing, value))];
        using AsyncUnaryCall<Empty> call = peer.Client.EmptyCallAsync(new Empty(), sent);
        await call;
        call.GetTrailers().GetAll(InteropService.EchoTrailing).Select(entry => entry.ValueBytes)
            .Should().BeEquivalentTo(values, options => options.WithStrictOrdering());
    }

    private static async Task ConcurrentLargeUnaryAsync(InteropPeer peer)
    {
        SimpleResponse[] responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => peer.Client.UnaryCallAsync(Large()).ResponseAsync));
        foreach (SimpleResponse response in responses)
            BeZeros(response.Payload, 314159);
    }

    private static void BeEchoed(Metadata headers, Metadata trailers)
    {
        headers.GetValue(InteropService.EchoInitial).Should().Be("test_initial_metadata_value");
        trailers.GetValueBytes(InteropService.EchoTrailing).Should().Equal(0xab, 0xab, 0xab);
    }

    private static SimpleRequest Large() => new() { ResponseSize = 314159, Payload = Zeros(271828) };

    private static StreamingOutputCallRequest Output(int[] sizes, int? body = null) => new()
    {
        ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) },
        Payload = body is null ? null : Zeros(body.Value),
    };

    private static void BeZeros(List<StreamingOutputCallResponse> responses, params int[] sizes)
    {
        responses.Should().HaveCount(sizes.Length);
        foreach ((StreamingOutputCallResponse response, int size) in responses.Zip(sizes))
            BeZeros(response.Payload, size);
    }
}
