using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ota.Bench.Rpc;

/// <summary>
/// What Kestrel can do at most: the same bytes on the wire without any gRPC code, no parsing, no messages, no deadlines.
/// </summary>
internal static class BareEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/ota.bench.Bench/Echo", (RequestDelegate)EchoAsync);
        app.MapPost("/ota.bench.Bench/PingPong", (RequestDelegate)PingPongAsync);
    }

    private static async Task EchoAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        ReadResult read = await http.Request.BodyReader.ReadAsync();
        while (!read.IsCompleted)
        {
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await http.Request.BodyReader.ReadAsync();
        }
        foreach (ReadOnlyMemory<byte> segment in read.Buffer)
            http.Response.BodyWriter.Write(segment.Span);
        http.Request.BodyReader.AdvanceTo(read.Buffer.End);
        End(http);
    }

    private static async Task PingPongAsync(HttpContext http)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        http.Response.ContentType = "application/grpc";
        while (true)
        {
            ReadResult read = await http.Request.BodyReader.ReadAsync();
            foreach (ReadOnlyMemory<byte> segment in read.Buffer)
                http.Response.BodyWriter.Write(segment.Span);
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
            await http.Response.BodyWriter.FlushAsync();
        }
        End(http);
    }

    private static void End(HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
}
