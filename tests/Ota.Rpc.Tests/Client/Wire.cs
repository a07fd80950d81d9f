using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ota.Rpc.Tests.Client;

/// <summary>gRPC over HTTP/2 written by hand, from the protocol's text.</summary>
internal static class Wire
{
    public static byte[] Frame(Note note) => Frame(note.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        byte[] frame = new byte[payload.Length + 5];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A complete answer: one message and a status in the trailers.</summary>
    public static async Task AnswerAsync(this HttpContext http, Note note, int status = 0)
    {
        http.Begin();
        await http.Response.Body.WriteAsync(Frame(note));
        http.End(status);
    }

    public static void Begin(this HttpContext http) => http.Response.ContentType = "application/grpc";

    /// <summary>The status in trailers.</summary>
    public static void End(this HttpContext http, int status, string? message = null) => http.End(
        [("grpc-status", $"{status}"), .. message is null ? Array.Empty<(string, string)>() : [("grpc-message", message)]]);

    public static void End(this HttpContext http, params (string Name, string Value)[] trailers)
    {
        foreach ((string name, string value) in trailers)
            http.Response.AppendTrailer(name, value);
    }

    /// <summary>The status in headers, which then are all there is.</summary>
    public static void EndAtOnce(this HttpContext http, int status, params (string Name, string Value)[] more)
    {
        http.Begin();
        http.Response.Headers["grpc-status"] = $"{status}";
        foreach ((string name, string value) in more)
            http.Response.Headers[name] = value;
    }

    public static void Reset(this HttpContext http, int errorCode) => http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);

    /// <summary>All bytes of the request.</summary>
    public static async Task<byte[]> ReadAllAsync(this HttpContext http)
    {
        using MemoryStream bytes = new();
        await http.Request.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>The next framed message of the request, or null at its end.</summary>
    public static async Task<Note?> ReadNoteAsync(this HttpContext http)
    {
        byte[] header = new byte[5];
        int count = await http.Request.Body.ReadAtLeastAsync(header, 5, throwOnEndOfStream: false);
        if (count == 0)
            return null;
        count.Should().Be(5);
        byte[] payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await http.Request.Body.ReadExactlyAsync(payload);
        return Note.Parser.ParseFrom(payload);
    }

    /// <summary>Completes when the client gives the request up.</summary>
    public static async Task UntilAbortedAsync(this HttpContext http)
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = http.RequestAborted.Register(() => aborted.TrySetResult());
        await aborted.Task;
    }
}
