using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

public sealed class CompressionTests
{
    private static readonly Note Compressible = new() { Payload = ByteString.CopyFrom(new byte[10_000]) };

    private static readonly Metadata AsksForGzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    [Fact]
    public async Task A_request_is_compressed_where_the_call_asks_for_it()
    {
        byte[] body = [];
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            body = await http.ReadAllAsync();
            await http.AnswerAsync(new Note());
        });
        using GrpcChannel channel = server.Channel();

        await new Calls.CallsClient(channel).UnaryAsync(Compressible, AsksForGzip).Limited();

        server.Requests.Single().Should().Contain("grpc-encoding", "gzip").And.NotContainKey("grpc-internal-encoding-request");
        body.Should().HaveCountLessThan(1000);
        body[0].Should().Be(1);
        using GZipStream plain = new(new MemoryStream(body, 5, body.Length - 5), CompressionMode.Decompress);
        Note.Parser.ParseFrom(plain).Should().Be(Compressible);
    }

    [Fact]
    public async Task NoCompress_sends_one_message_plain()
    {
        byte[] body = [];
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            body = await http.ReadAllAsync();
            await http.AnswerAsync(new Note());
        });
        using GrpcChannel channel = server.Channel();
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload(AsksForGzip);

        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Compressible);
        call.RequestStream.WriteOptions = null;
        await call.RequestStream.WriteAsync(Compressible);
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync.Limited();

        int first = Wire.Frame(Compressible).Length;
        body.AsSpan(0, first).SequenceEqual(Wire.Frame(Compressible)).Should().BeTrue();
        body[first].Should().Be(1);
    }

    [Fact]
    public async Task A_compression_that_the_channel_does_not_know_is_refused_before_anything_is_sent()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel)
            .UnaryAsync(Compressible, new Metadata { { "grpc-internal-encoding-request", "lzma" } }).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Internal);
        failure.Status.Detail.Should().Contain("lzma");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Compressed_and_plain_responses_mix_in_one_stream()
    {
        using MemoryStream gzip = new();
        using (GZipStream writer = new(gzip, CompressionLevel.Fastest, leaveOpen: true))
            writer.Write(Compressible.ToByteArray());
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            http.Response.Headers["grpc-encoding"] = "gzip";
            await http.Response.Body.WriteAsync(Wire.Frame(gzip.ToArray(), flag: 1));
            await http.Response.Body.WriteAsync(Wire.Frame(Compressible));
            await http.Response.Body.WriteAsync(Wire.Frame(gzip.ToArray(), flag: 1));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note());

        List<Note> notes = [];
        await foreach (Note note in call.ResponseStream.ReadAllAsync())
            notes.Add(note);

        notes.Should().Equal(Compressible, Compressible, Compressible);
    }

    [Fact]
    public async Task Both_halves_of_ours_compress_both_ways()
    {
        await using LiveServer server = await LiveServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "gzip");
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(Compressible, AsksForGzip).Limited()).Should().Be(Compressible);
    }
}
