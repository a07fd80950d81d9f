using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection;

/// <summary>
/// <c>grpc.reflection.v1alpha.ServerReflection</c>, which older tools still ask for. Its messages are those of v1 on the wire.
/// </summary>
internal sealed class AlphaReflectionService(ReflectionCatalog catalog) : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionService _service = new(catalog);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            V1.ServerReflectionRequest request = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            ServerReflectionResponse response = ServerReflectionResponse.Parser.ParseFrom(_service.Answer(request).ToByteString());
            await responseStream.WriteAsync(response).ConfigureAwait(false);
        }
    }
}
