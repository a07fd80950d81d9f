using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What came of one HTTP request: an open response, which commits the call, or a status.</summary>
/// <param name="Response">The response whose messages are to be read; null when the attempt is over.</param>
/// <param name="Status">How the attempt ended.</param>
/// <param name="Trailers">What came with the status.</param>
internal sealed record CallAttempt(HttpResponseMessage? Response, Status Status, Metadata Trailers)
{
    public bool IsOpen => Response is not null;

    /// <summary>Whether all requests sent so far are still there to be sent again.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether there was no connection to send the call on.</summary>
    public bool NotConnected { get; init; }

    public static CallAttempt Ended(Status status, Metadata? trailers = null) => new(null, status, trailers ?? Metadata.Empty);
}
