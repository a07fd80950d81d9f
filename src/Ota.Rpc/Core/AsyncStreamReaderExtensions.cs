using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Other ways to read a stream.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message: true with a message in <c>Current</c>, false at the end of the stream.</summary>
    /// <param name="streamReader">The stream.</param>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader) =>
        (streamReader ?? throw new ArgumentNullException(nameof(streamReader))).MoveNext(CancellationToken.None);

    /// <summary>The rest of the stream, for <c>await foreach</c>.</summary>
    /// <param name="streamReader">The stream.</param>
    /// <param name="cancellationToken">Cancels the read, and on a client the whole call.</param>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Iterate(streamReader, cancellationToken);

        static async IAsyncEnumerable<T> Iterate(IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancel)
        {
            while (await reader.MoveNext(cancel).ConfigureAwait(false))
                yield return reader.Current;
        }
    }
}
