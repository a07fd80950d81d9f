using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Protocol;

namespace Ota.Rpc.Tests.Support;

/// <summary>Everything that came back of one call.</summary>
internal sealed record RpcAnswer(
    System.Net.HttpStatusCode HttpStatus, HttpResponseHeaders Headers, HttpResponseHeaders Trailers, IReadOnlyList<byte[]> Frames)
{
    /// <summary>Headers and trailers in one: where a status stands depends on whether a message came before it.</summary>
    public IEnumerable<KeyValuePair<string, string>> AllHeaders => Headers.Concat(Trailers)
        .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key.ToLowerInvariant(), value)));

    public StatusCode? StatusCode => Find(GrpcHeaders.Status) is { } code ? (StatusCode)int.Parse(code, CultureInfo.InvariantCulture) : null;

    public string Detail => PercentEncoding.Decode(Find(GrpcHeaders.Message) ?? "");

    public bool TrailersOnly => Headers.Contains(GrpcHeaders.Status);

    public IReadOnlyList<EchoMessage> Messages => [.. Frames.Select(frame => EchoMessage.Parser.ParseFrom(RpcClient.Payload(frame)))];

    public string? Find(string name) => AllHeaders.Where(header => header.Key == name).Select(header => header.Value).FirstOrDefault();

    public byte[] Bytes(string name)
    {
        Metadata metadata = [];
        BinaryHeader.AddTo(metadata, name, Find(name) ?? throw new InvalidOperationException($"There is no {name}."));
        return metadata.GetValueBytes(name)!;
    }
}
