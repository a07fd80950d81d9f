using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>What the server sent on one stream until it ended, was reset, or the connection was lost.</summary>
internal sealed record RawAnswer(IReadOnlyList<RawFrame> Frames, IReadOnlyList<IReadOnlyList<(string Name, string Value)>> Blocks, bool ConnectionLost)
{
    public string? HttpStatus => Find(":status");

    public StatusCode? StatusCode => Find(GrpcHeaders.Status) is { } code ? (StatusCode)int.Parse(code, CultureInfo.InvariantCulture) : null;

    public string Detail => PercentEncoding.Decode(Find(GrpcHeaders.Message) ?? "");

    /// <summary>The status came in the first and only header block, which ended the stream.</summary>
    public bool TrailersOnly => StatusCode is not null && Blocks.Count == 1
        && Frames.Count(frame => frame.Type is RawFrameType.Headers or RawFrameType.Data) == 1
        && Frames.First(frame => frame.Type is RawFrameType.Headers).Has(RawFrame.EndStream);

    public byte[] Data => [.. Frames.Where(frame => frame.Type == RawFrameType.Data).SelectMany(frame => frame.Payload)];

    /// <summary>The error code of RST_STREAM, if it came.</summary>
    public int? Reset => Frames.LastOrDefault(frame => frame.Type == RawFrameType.RstStream) is { } reset ? reset.Payload[3] : null;

    public bool Ended => Frames.Any(frame => frame.Type is RawFrameType.Headers or RawFrameType.Data && frame.Has(RawFrame.EndStream));

    public string? Find(string name) =>
        Blocks.SelectMany(block => block).Where(header => header.Name == name).Select(header => header.Value).FirstOrDefault();
}
