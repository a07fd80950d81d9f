using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>Answers, right and wrong ones, as a scripted server writes them.</summary>
public sealed class ResponseTests
{
    private static readonly Note Small = new() { Number = 5 };

    [Fact]
    public async Task A_plain_answer_is_read()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(Small));
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Should().Be(Small);
    }

    [Fact]
    public async Task The_request_carries_what_the_protocol_demands()
    {
        byte[] body = [];
        string path = "";
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            path = $"{http.Request.Method} {http.Request.Path}";
            body = await http.ReadAllAsync();
            await http.AnswerAsync(Small);
        });
        using GrpcChannel channel = server.Channel();

        await new Calls.CallsClient(channel).UnaryAsync(Small).Limited();

        path.Should().Be("POST /ota.rpc.tests.client.Calls/Unary");
        body.Should().Equal(Wire.Frame(Small));
        server.Requests.Should().ContainSingle().Which.Should().Contain(new Dictionary<string, string>
        {
            ["content-type"] = "application/grpc",
            ["te"] = "trailers",
            ["grpc-accept-encoding"] = "identity,gzip",
        }).And.NotContainKeys("grpc-timeout", "grpc-encoding", "grpc-previous-rpc-attempts").And.ContainKey("user-agent");
    }

    [Fact]
    public async Task A_status_in_the_headers_ends_the_call()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.EndAtOnce(5, ("grpc-message", "no%20such%20car"), ("why", "sold"));
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        RpcException failure = await call.FailureAsync();

        failure.Status.Should().Be(new Status(StatusCode.NotFound, "no such car"));
        failure.Trailers.GetValue("why").Should().Be("sold");
        call.GetStatus().Should().Be(failure.Status);
        call.GetTrailers().GetValue("why").Should().Be("sold");
        (await call.ResponseHeadersAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.NotFound);
    }

    [Fact]
    public async Task OK_in_the_headers_ends_an_empty_stream()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.EndAtOnce(0);
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note());

        (await call.ResponseStream.MoveNext().Limited()).Should().BeFalse();
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
        (await call.ResponseHeadersAsync.Limited()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OK_without_the_message_of_a_unary_call_is_INTERNAL(bool inHeaders)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.Begin();
            if (inHeaders)
                http.EndAtOnce(0);
            else
                http.End(0);
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
        call.GetStatus().StatusCode.Should().Be(StatusCode.Internal);
    }

    [Fact]
    public async Task A_response_without_any_status_is_UNKNOWN()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unknown);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("ok")]
    public async Task A_status_that_does_not_exist_is_UNKNOWN(string text)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End(("grpc-status", text), ("grpc-message", "odd"));
        });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.Status.Should().Be(new Status(StatusCode.Unknown, "odd"));
    }

    [Fact]
    public async Task An_error_after_the_message_of_a_unary_call_wins()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(Small, status: 15));
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.DataLoss);
    }

    // doc/http-grpc-status-mapping.md
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(418, StatusCode.Unknown)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(204, StatusCode.Unknown)]
    [InlineData(302, StatusCode.Unknown)]
    public async Task An_HTTP_error_becomes_the_status_of_the_table(int http, StatusCode expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(expected);
        failure.Status.Detail.Should().Contain($"HTTP {http}");
    }

    [Fact]
    public async Task A_gRPC_status_counts_more_than_the_HTTP_status()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.Response.StatusCode = 503;
            http.EndAtOnce(7);
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.PermissionDenied);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/grpcx")]
    [InlineData("application/grpc-web")]
    [InlineData(null)]
    public async Task Another_content_type_is_UNKNOWN_and_named(string? contentType)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Response.ContentType = contentType;
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
        });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unknown);
        failure.Status.Detail.Should().Contain($"'{contentType}'");
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task Every_spelling_of_the_gRPC_content_type_is_taken(string contentType)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Response.ContentType = contentType;
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Should().Be(Small);
    }

    [Fact]
    public async Task A_response_in_an_unknown_compression_is_refused_by_name()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            http.Response.Headers["grpc-encoding"] = "lzma";
            await http.Response.Body.WriteAsync(Wire.Frame([1, 2, 3], flag: 1));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().BeOneOf(StatusCode.Unimplemented, StatusCode.Internal);
        failure.Status.Detail.Should().Contain("lzma");
    }

    [Fact]
    public async Task A_compressed_response_without_a_named_compression_is_INTERNAL()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame([1, 2, 3], flag: 1));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task A_response_that_stops_inside_a_message_is_INTERNAL(int bytes)
    {
        byte[] frame = Wire.Frame(new Note { Text = "four" });
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(frame.AsMemory(0, bytes));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
    }

    [Fact]
    public async Task A_second_message_on_a_unary_call_is_INTERNAL()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_of_the_type_are_INTERNAL()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame([0xff, 0xff, 0xff]));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> stream = new Calls.CallsClient(channel).Download(new Note());

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
        (await stream.ResponseStream.MoveNext().FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
    }

    [Theory]
    [InlineData("a%20b", "a b")]
    [InlineData("gr%C3%BC%C3%9Fe", "grüße")]
    [InlineData("100%", "100%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%E2%98%82%0A", "☂\n")]
    public async Task Percent_escapes_in_the_message_are_undone(string sent, string read)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End(9, sent);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).Status.Detail.Should().Be(read);
    }

    [Fact]
    public async Task Binary_headers_are_read_padded_or_not_and_several_in_one()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            http.Response.Headers["one-bin"] = "AQI=";
            http.Response.Headers["two-bin"] = "AQI,/w";
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End(("grpc-status", "0"), ("three-bin", "AQID"));
        });
        using GrpcChannel channel = server.Channel();
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        await call.Limited();
        Metadata headers = await call.ResponseHeadersAsync;

        headers.GetValueBytes("one-bin").Should().Equal(1, 2);
        headers.GetAll("two-bin").Select(entry => entry.ValueBytes).Should().BeEquivalentTo(
            new byte[][] { [1, 2], [255] }, order => order.WithStrictOrdering());
        call.GetTrailers().GetValueBytes("three-bin").Should().Equal(1, 2, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_binary_header_that_is_not_base64_ends_the_call_with_INTERNAL(bool inTrailers)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            if (!inTrailers)
                http.Response.Headers["bad-bin"] = "?!";
            await http.Response.Body.WriteAsync(Wire.Frame(Small));
            http.End([("grpc-status", "0"), .. inTrailers ? [("bad-bin", "?!")] : Array.Empty<(string, string)>()]);
        });
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
    }
}
