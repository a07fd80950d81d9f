namespace Grpc.Core;

/// <summary>The client's end of a request stream.</summary>
/// <typeparam name="T">The request message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the stream: no more messages follow. The response may still be awaited.</summary>
    Task CompleteAsync();
}
