using Grpc.Core;

namespace Ota.Rpc.Tests.Interop;

/// <summary>
/// The compression cases for our client. The flags of the messages are read from the wire on both ways, so a peer that cannot see
/// them still shows whether it understands compressed messages. Without the probe a server need not check expect_compressed.
/// </summary>
internal static class CompressionCases
{
    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    public static async Task ClientUnaryAsync(InteropPeer peer, bool probe)
    {
        SimpleRequest compressed = Large(new SimpleRequest { ExpectCompressed = new BoolValue { Value = true } });
        SimpleRequest plain = Large(new SimpleRequest { ExpectCompressed = new BoolValue { Value = false } });
        if (probe)
            await InteropCases.FailAsync(() => peer.Client.UnaryCallAsync(compressed).ResponseAsync, StatusCode.InvalidArgument);
        InteropCases.BeZeros((await peer.Client.UnaryCallAsync(compressed, Gzip)).Payload, 314159);
        InteropCases.BeZeros((await peer.Client.UnaryCallAsync(plain)).Payload, 314159);
        HaveFlags(peer.Tap.FromClient.OfAllStreams(), [.. probe ? [[false]] : (bool[][])[], [true], [false]]);
    }

    public static async Task ClientStreamingAsync(InteropPeer peer, bool probe)
    {
        StreamingInputCallRequest compressed = Input(27182, compressed: true);
        if (probe)
            await InteropCases.FailAsync(() => SendAsync(peer, null, (compressed, Plain)), StatusCode.InvalidArgument);
        StreamingInputCallResponse response = await SendAsync(
            peer, Gzip, (compressed, WriteOptions.Default), (Input(45904, compressed: false), Plain));
        response.AggregatedPayloadSize.Should().Be(73086);
        HaveFlags(peer.Tap.FromClient.OfAllStreams(), [.. probe ? [[false]] : (bool[][])[], [true, false]]);
    }

    public static async Task ServerUnaryAsync(InteropPeer peer)
    {
        foreach (bool wanted in (bool[])[true, false])
        {
            SimpleRequest request = Large(new SimpleRequest { ResponseCompressed = new BoolValue { Value = wanted } });
            InteropCases.BeZeros((await peer.Client.UnaryCallAsync(request)).Payload, 314159);
        }
        HaveFlags(peer.Tap.FromServer.OfAllStreams(), [true], [false]);
    }

    public static async Task ServerStreamingAsync(InteropPeer peer)
    {
        StreamingOutputCallRequest request = new()
        {
            ResponseParameters =
            {
                new ResponseParameters { Size = 31415, Compressed = new BoolValue { Value = true } },
                new ResponseParameters { Size = 92653, Compressed = new BoolValue { Value = false } },
            },
        };
        using AsyncServerStreamingCall<StreamingOutputCallResponse> call = peer.Client.StreamingOutputCall(request);
        List<StreamingOutputCallResponse> responses = await InteropCases.AllAsync(call.ResponseStream);
        responses.Should().HaveCount(2);
        InteropCases.BeZeros(responses[0].Payload, 31415);
        InteropCases.BeZeros(responses[1].Payload, 92653);
        HaveFlags(peer.Tap.FromServer.OfAllStreams(), [true, false]);
    }

    private static async Task<StreamingInputCallResponse> SendAsync(
        InteropPeer peer, Metadata? headers, params (StreamingInputCallRequest Message, WriteOptions Options)[] requests)
    {
        using AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call = peer.Client.StreamingInputCall(headers);
        foreach ((StreamingInputCallRequest message, WriteOptions options) in requests)
        {
            call.RequestStream.WriteOptions = options;
            await call.RequestStream.WriteAsync(message);
        }
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private static void HaveFlags(bool[][] actual, params bool[][] expected) =>
        actual.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());

    private static SimpleRequest Large(SimpleRequest request)
    {
        request.ResponseSize = 314159;
        request.Payload = InteropCases.Zeros(271828);
        return request;
    }

    private static StreamingInputCallRequest Input(int size, bool compressed) =>
        new() { Payload = InteropCases.Zeros(size), ExpectCompressed = new BoolValue { Value = compressed } };
}
