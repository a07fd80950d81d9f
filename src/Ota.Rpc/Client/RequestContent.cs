using System.Net;
using System.Net.Http.Headers;
using Grpc.Protocol;

namespace Grpc.Net.Client;

/// <summary>The body of one attempt: whatever the call's request buffer holds and will hold.</summary>
internal sealed class RequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Grpc = new(GrpcHeaders.ContentType);

    private readonly RequestBuffer _requests;

    public RequestContent(RequestBuffer requests)
    {
        _requests = requests;
        Headers.ContentType = Grpc;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _requests.SendAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _requests.SendAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
