using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Protocol;

namespace Ota.Rpc.Tests.Support;

/// <summary>The least gRPC client over HttpClient: the tests of the server must not lean on our own client half.</summary>
internal sealed class RpcClient(int port, HttpMessageHandler? handler = null, string scheme = "http") : IDisposable
{
    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler())
    {
        BaseAddress = new Uri($"{scheme}://127.0.0.1:{port}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        byte[] frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A frame's payload, decompressed if its flag says so.</summary>
    public static byte[] Payload(byte[] frame)
    {
        if (frame[0] == 0)
            return frame[5..];
        using GZipStream plain = new(new MemoryStream(frame[5..]), CompressionMode.Decompress);
        using MemoryStream all = new();
        plain.CopyTo(all);
        return all.ToArray();
    }

    public Task<RpcAnswer> UnaryAsync(EchoMessage message, params (string Name, string Value)[] headers) =>
        CallAsync("/ota.rpc.tests.Echo/Unary", Frame(message), headers);

    public Task<RpcAnswer> ExpandAsync(string text, params (string Name, string Value)[] headers) =>
        CallAsync("/ota.rpc.tests.Echo/Expand", Frame(new EchoMessage { Text = text }), headers);

    public Task<RpcAnswer> ChatAsync(string[] texts, params (string Name, string Value)[] headers) =>
        CallAsync("/ota.rpc.tests.Echo/Chat", Frames(texts), headers);

    public Task<RpcAnswer> CollectAsync(string[] texts, params (string Name, string Value)[] headers) =>
        CallAsync("/ota.rpc.tests.Echo/Collect", Frames(texts), headers);

    public async Task<RpcAnswer> CallAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await SendAsync(path, body, headers);
        using MemoryStream all = new();
        await response.Content.CopyToAsync(all);
        return new RpcAnswer(response.StatusCode, response.Headers, response.TrailingHeaders, Split(all.ToArray()));
    }

    /// <summary>Returns with the response headers; the body streams.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(GrpcHeaders.ContentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Frames(string[] texts) => [.. texts.SelectMany(text => Frame(new EchoMessage { Text = text }))];

    private static List<byte[]> Split(byte[] body)
    {
        List<byte[]> frames = [];
        for (int at = 0; at < body.Length;)
        {
            int end = at + 5 + (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(at + 1));
            frames.Add(body[at..end]);
            at = end;
        }
        return frames;
    }
}
